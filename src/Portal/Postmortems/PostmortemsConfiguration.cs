using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;

namespace Portal.Postmortems;

internal sealed class PostmortemsConfiguration
    : IEntityTypeConfiguration<Postmortem>,
        IEntityTypeConfiguration<ActionItem>,
        IEntityTypeConfiguration<PostmortemComment>,
        IEntityTypeConfiguration<PostmortemVersion>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public void Configure(EntityTypeBuilder<Postmortem> builder)
    {
        builder.HasKey(postmortem => postmortem.Id);
        builder.Property(postmortem => postmortem.Id).ValueGeneratedNever();
        builder.Property(postmortem => postmortem.Title).HasMaxLength(300);
        builder.Property(postmortem => postmortem.Template).HasMaxLength(63);
        // One for each incident, whatever two replicas think at once.
        builder.HasIndex(postmortem => postmortem.Incident).IsUnique();
        builder.HasIndex(postmortem => postmortem.IncidentId).IsUnique();
        builder.HasOne<Incident>().WithMany().HasForeignKey(postmortem => postmortem.IncidentId);
        builder
            .Property(postmortem => postmortem.Sections)
            .HasColumnType("jsonb")
            .HasConversion(
                sections => JsonSerializer.Serialize(sections, Json),
                stored => JsonSerializer.Deserialize<List<PostmortemSection>>(stored, Json) ?? new(),
                new ValueComparer<IReadOnlyList<PostmortemSection>>(
                    (one, other) => one!.SequenceEqual(other!),
                    sections => sections.Aggregate(0, (hash, section) => HashCode.Combine(hash, section)),
                    sections => sections
                )
            );
        builder.HasMany(postmortem => postmortem.ActionItems).WithOne().HasForeignKey(item => item.PostmortemId);
        builder.HasMany(postmortem => postmortem.Comments).WithOne().HasForeignKey(comment => comment.PostmortemId);
        builder.HasMany(postmortem => postmortem.History).WithOne().HasForeignKey(line => line.PostmortemId);
    }

    public void Configure(EntityTypeBuilder<ActionItem> builder)
    {
        builder.HasKey(item => item.Id);
        builder.Property(item => item.Id).ValueGeneratedNever();
        builder.Property(item => item.What).HasMaxLength(500);
        builder.Property(item => item.Type).HasConversion<string>().HasMaxLength(20);
        builder
            .Property(item => item.Due)
            .HasConversion<DateOnly?>(
                due => due == null ? null : due.Value.ToDateOnly(),
                stored => stored == null ? null : LocalDate.FromDateOnly(stored.Value)
            );
        builder.HasIndex(item => item.Due).HasFilter("done_at is null");
    }

    public void Configure(EntityTypeBuilder<PostmortemComment> builder)
    {
        builder.HasKey(comment => comment.Id);
        builder.Property(comment => comment.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<PostmortemVersion> builder)
    {
        builder.HasKey(line => new { line.PostmortemId, line.Number });
        builder.Property(line => line.Number).ValueGeneratedNever();
        builder.Property(line => line.What).HasMaxLength(20);
    }
}
