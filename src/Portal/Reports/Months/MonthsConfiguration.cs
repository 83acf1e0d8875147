using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Reports.Months;

internal sealed class MonthsConfiguration : IEntityTypeConfiguration<SloMonth>, IEntityTypeConfiguration<FrozenMonth>
{
    public void Configure(EntityTypeBuilder<SloMonth> builder)
    {
        builder.HasKey(row => new { row.Month, row.SloId });
        builder.Property(row => row.Month).HasMaxLength(7);
        builder.Property(row => row.Zone).HasMaxLength(60);
        builder.Property(row => row.Name).HasMaxLength(63);
        builder.Property(row => row.Service).HasMaxLength(63);
        builder.Property(row => row.Team).HasMaxLength(63);
        builder.Property(row => row.Window).HasMaxLength(200);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Ignore(row => row.BudgetLeft);
        builder.Ignore(row => row.IsCorrected);
    }

    public void Configure(EntityTypeBuilder<FrozenMonth> builder)
    {
        builder.HasKey(row => row.Month);
        builder.Property(row => row.Month).HasMaxLength(7);
    }
}
