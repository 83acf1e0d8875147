using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Alerting;

internal sealed class AlertingConfiguration
    : IEntityTypeConfiguration<RuleSchedule>,
        IEntityTypeConfiguration<StoredInstance>,
        IEntityTypeConfiguration<StoredTransition>
{
    public void Configure(EntityTypeBuilder<RuleSchedule> builder)
    {
        builder.HasKey(row => row.RuleId);
        // Every evaluation rewrites it: room on the page and no index but the key keep the rewrite in place (HOT).
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasStorageParameter("autovacuum_vacuum_scale_factor", 0.02);
        builder.Property(row => row.Health).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Failure).HasConversion<string>().HasMaxLength(20);
    }

    public void Configure(EntityTypeBuilder<StoredInstance> builder)
    {
        builder.ToTable("alert_instance");
        builder.HasKey(row => new { row.RuleId, row.Fingerprint });
        builder.HasStorageParameter("fillfactor", 70);
        builder.Property(row => row.Fingerprint).HasMaxLength(16);
        builder.Property(row => row.Labels).HasColumnType("jsonb");
        builder.Property(row => row.Series).HasColumnType("jsonb");
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.ResolvedReason).HasConversion<string>().HasMaxLength(30);
        builder.Property(row => row.Continues).HasMaxLength(16);
    }

    public void Configure(EntityTypeBuilder<StoredTransition> builder)
    {
        builder.ToTable("alert_transition");
        builder.HasKey(row => new
        {
            row.RuleId,
            row.Fingerprint,
            row.Seq,
        });
        builder.Property(row => row.Fingerprint).HasMaxLength(16);
        builder.Property(row => row.From).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.To).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Reason).HasMaxLength(30);
        builder.HasIndex(row => row.At);
    }
}
