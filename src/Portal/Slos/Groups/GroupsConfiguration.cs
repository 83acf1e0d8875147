using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Slos.Groups;

internal sealed class GroupsConfiguration
    : IEntityTypeConfiguration<SloGroupSchedule>,
        IEntityTypeConfiguration<SloGroup>,
        IEntityTypeConfiguration<SloGroupHour>,
        IEntityTypeConfiguration<SloGroupDue>
{
    public void Configure(EntityTypeBuilder<SloGroupDue> builder) =>
        builder.HasKey(row => new { row.SloId, row.Start });

    public void Configure(EntityTypeBuilder<SloGroupSchedule> builder)
    {
        builder.HasKey(row => row.SloId);
        builder.HasStorageParameter("fillfactor", 70);
        builder.Property(row => row.Backend).HasMaxLength(63);
    }

    public void Configure(EntityTypeBuilder<SloGroup> builder)
    {
        builder.HasKey(row => new { row.SloId, row.GroupId });
        builder.HasIndex(row => new { row.SloId, row.Labels }).IsUnique();
        // Every hour rewrites the sums of all groups.
        builder.HasStorageParameter("fillfactor", 50);
    }

    public void Configure(EntityTypeBuilder<SloGroupHour> builder) =>
        builder.HasKey(row => new
        {
            row.SloId,
            row.Start,
            row.GroupId,
        });
}
