using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

internal sealed class IncidentsConfiguration
    : IEntityTypeConfiguration<Incident>,
        IEntityTypeConfiguration<TimelineEntry>,
        IEntityTypeConfiguration<IncidentAlert>,
        IEntityTypeConfiguration<IncidentRole>,
        IEntityTypeConfiguration<StampCorrection>,
        IEntityTypeConfiguration<Deployment>
{
    public const string NumberSequence = "incident_number";

    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        builder.Metadata.Model.AddSequence(NumberSequence);
        builder.HasKey(incident => incident.Id);
        builder.Property(incident => incident.Title).HasMaxLength(300);
        builder.Property(incident => incident.Severity).HasConversion<string>().HasMaxLength(20);
        builder.Property(incident => incident.GroupKey).HasMaxLength(300);
        builder.HasIndex(incident => incident.Number).IsUnique();
        // One open incident per group, whatever two replicas think at once.
        builder.HasIndex(incident => incident.GroupKey).IsUnique().HasFilter("resolved_at is null");
        builder.HasIndex(incident => incident.MergedInto).HasFilter("merged_into is not null");
        builder
            .HasIndex(incident => incident.GroupKey, "ix_incident_group_key_merged")
            .HasFilter("merged_into is not null");
        builder.HasIndex(incident => incident.DetectedAt);
        builder.HasIndex(incident => incident.Service);
    }

    public void Configure(EntityTypeBuilder<TimelineEntry> builder)
    {
        builder.HasKey(entry => new { entry.IncidentId, entry.Seq });
        builder.Property(entry => entry.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(entry => entry.Data).HasColumnType("jsonb");
        builder.HasOne<Incident>().WithMany().HasForeignKey(entry => entry.IncidentId);
    }

    public void Configure(EntityTypeBuilder<IncidentAlert> builder)
    {
        builder.HasKey(alert => new
        {
            alert.IncidentId,
            alert.SourceId,
            alert.Fingerprint,
        });
        builder.Property(alert => alert.Labels).HasColumnType("jsonb");
        builder.HasIndex(alert => new { alert.SourceId, alert.Fingerprint });
        builder.HasOne<Incident>().WithMany().HasForeignKey(alert => alert.IncidentId);
    }

    public void Configure(EntityTypeBuilder<IncidentRole> builder)
    {
        builder.HasKey(role => new { role.IncidentId, role.Role });
        builder.Property(role => role.Role).HasMaxLength(40);
        builder.HasOne<Incident>().WithMany().HasForeignKey(role => role.IncidentId);
    }

    public void Configure(EntityTypeBuilder<StampCorrection> builder)
    {
        builder.Property(correction => correction.Stamp).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(correction => correction.IncidentId);
        builder.HasOne<Incident>().WithMany().HasForeignKey(correction => correction.IncidentId);
    }

    public void Configure(EntityTypeBuilder<Deployment> builder)
    {
        builder.Property(deployment => deployment.Service).HasMaxLength(63);
        builder.Property(deployment => deployment.Version).HasMaxLength(200);
        builder.HasIndex(deployment => new { deployment.Service, deployment.At });
    }
}
