using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Slos.Ledger;

namespace Portal.Slos;

internal sealed class SlosConfiguration
    : IEntityTypeConfiguration<SloSchedule>,
        IEntityTypeConfiguration<SloSlice>,
        IEntityTypeConfiguration<SloRollup>,
        IEntityTypeConfiguration<SloBackfill>,
        IEntityTypeConfiguration<SloCorrectionSpan>
{
    public void Configure(EntityTypeBuilder<SloSchedule> builder)
    {
        builder.HasKey(row => row.SloId);
        // Every slice rewrites it: room on the page and no index but the key keep the rewrite in place (HOT).
        builder.HasStorageParameter("fillfactor", 70);
        builder.HasStorageParameter("autovacuum_vacuum_scale_factor", 0.02);
        builder.Property(row => row.Health).HasConversion<string>().HasMaxLength(20);
    }

    public void Configure(EntityTypeBuilder<SloSlice> builder) =>
        builder.HasKey(row => new
        {
            row.SloId,
            row.Generation,
            row.Start,
        });

    public void Configure(EntityTypeBuilder<SloRollup> builder)
    {
        builder.HasKey(row => new
        {
            row.SloId,
            row.Generation,
            row.Size,
            row.Start,
        });
        // The current hour and day are written again with every slice.
        builder.HasStorageParameter("fillfactor", 70);
        builder.Property(row => row.Size).HasConversion<string>().HasMaxLength(10);
    }

    public void Configure(EntityTypeBuilder<SloCorrectionSpan> builder)
    {
        builder.HasKey(row => new
        {
            row.SloId,
            row.Starts,
            row.CorrectionId,
        });
        builder.HasIndex(row => row.CorrectionId);
        builder.Property(row => row.Effect).HasConversion<string>().HasMaxLength(20);
    }

    public void Configure(EntityTypeBuilder<SloBackfill> builder)
    {
        builder.HasKey(row => row.SloId);
        builder.HasStorageParameter("fillfactor", 70);
        builder.Property(row => row.Backend).HasMaxLength(63);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Ignore(row => row.Progress);
    }
}
