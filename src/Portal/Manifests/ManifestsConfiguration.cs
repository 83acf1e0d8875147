using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Manifests;

internal sealed class ManifestsConfiguration
    : IEntityTypeConfiguration<StoredDefinition>,
        IEntityTypeConfiguration<PastDefinition>
{
    public const string RevisionSequence = "definition_revision";

    public void Configure(EntityTypeBuilder<StoredDefinition> builder)
    {
        builder.ToTable("definition");
        builder.Metadata.Model.AddSequence(RevisionSequence);
        builder.Property(definition => definition.Kind).HasMaxLength(40);
        builder.Property(definition => definition.Name).HasMaxLength(63);
        builder.Property(definition => definition.Labels).HasColumnType("jsonb");
        builder.Property(definition => definition.Spec).HasColumnType("jsonb");
        builder.Property(definition => definition.Version).IsConcurrencyToken();
        builder.HasIndex(definition => new { definition.Kind, definition.Name }).IsUnique();
        builder.HasIndex(definition => definition.Revision);
    }

    public void Configure(EntityTypeBuilder<PastDefinition> builder)
    {
        builder.ToTable("definition_version");
        builder.HasKey(past => new { past.DefinitionId, past.Version });
        builder.Property(past => past.Labels).HasColumnType("jsonb");
        builder.Property(past => past.Spec).HasColumnType("jsonb");
        builder.HasIndex(past => new { past.Kind, past.Name });
    }
}
