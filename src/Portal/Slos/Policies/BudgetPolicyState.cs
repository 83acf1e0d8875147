using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Portal.Slos.Policies;

/// <summary>A rule of a policy holds for an SLO. No row: it does not.</summary>
internal sealed class BudgetPolicyState
{
    public Guid PolicyId { get; init; }

    public Guid SloId { get; init; }

    /// <summary>By which the rule is known within its policy.</summary>
    public decimal Consumed { get; init; }

    public Instant Since { get; init; }
}

/// <summary>A lead has opened the gate of a service for a while. Never changed: the newest that lasts counts.</summary>
internal sealed class GateOverride
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Service { get; init; }

    public required string Reason { get; init; }

    public required string By { get; init; }

    public Instant At { get; init; }

    public Instant Until { get; init; }
}

internal sealed class PoliciesConfiguration
    : IEntityTypeConfiguration<BudgetPolicyState>,
        IEntityTypeConfiguration<GateOverride>
{
    public void Configure(EntityTypeBuilder<BudgetPolicyState> builder)
    {
        builder.HasKey(row => new
        {
            row.SloId,
            row.PolicyId,
            row.Consumed,
        });
        builder.HasIndex(row => row.PolicyId);
    }

    public void Configure(EntityTypeBuilder<GateOverride> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Service).HasMaxLength(63);
        builder.Property(row => row.Reason).HasMaxLength(GateKeeping.LongestReason);
        builder.Property(row => row.By).HasMaxLength(63);
        builder.HasIndex(row => new { row.Service, row.Until });
    }
}
