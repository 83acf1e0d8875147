using NodaTime;
using Portal.Domain.Alerting;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>The row of an alert; it survives the resolution, so that the next episode goes on with its numbering.</summary>
internal sealed class StoredInstance
{
    /// <summary>The rule, SLO or backend that raised it.</summary>
    public Guid RuleId { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>JSON object of texts.</summary>
    public required string Labels { get; init; }

    public required string Series { get; init; }

    public AlertState State { get; init; }

    public double? Value { get; init; }

    public Instant ActiveAt { get; init; }

    public Instant? FiredAt { get; init; }

    public Instant? StartsAt { get; init; }

    public Instant? KeepFiringSince { get; init; }

    public Instant? ResolvedAt { get; init; }

    public TransitionReason? ResolvedReason { get; init; }

    public int MissingCount { get; init; }

    public long Seq { get; init; }

    public string? Continues { get; init; }

    public AlertInstance ToInstance() =>
        new()
        {
            Labels = StoredLabels.Read(Labels),
            Series = StoredLabels.Read(Series),
            State = State,
            Value = Value,
            ActiveAt = ActiveAt,
            FiredAt = FiredAt,
            StartsAt = StartsAt,
            KeepFiringSince = KeepFiringSince,
            ResolvedAt = ResolvedAt,
            ResolvedReason = ResolvedReason,
            MissingCount = MissingCount,
            Seq = Seq,
            Continues = Domain.Labels.Fingerprint.TryParse(Continues),
        };

    public static StoredInstance Of(Guid rule, AlertInstance instance) =>
        new()
        {
            RuleId = rule,
            Fingerprint = instance.Fingerprint.ToString(),
            Labels = StoredLabels.Write(instance.Labels),
            Series = StoredLabels.Write(instance.Series),
            State = instance.State,
            Value = instance.Value,
            ActiveAt = instance.ActiveAt,
            FiredAt = instance.FiredAt,
            StartsAt = instance.StartsAt,
            KeepFiringSince = instance.KeepFiringSince,
            ResolvedAt = instance.ResolvedAt,
            ResolvedReason = instance.ResolvedReason,
            MissingCount = instance.MissingCount,
            Seq = instance.Seq,
            Continues = instance.Continues?.ToString(),
        };
}

/// <summary>One step of an alert. Its key makes it impossible that two replicas take the same step.</summary>
internal sealed class StoredTransition
{
    public Guid RuleId { get; init; }

    public required string Fingerprint { get; init; }

    public long Seq { get; init; }

    public Instant At { get; init; }

    public AlertState? From { get; init; }

    public AlertState To { get; init; }

    public required string Reason { get; init; }

    public double? Value { get; init; }

    public static StoredTransition Of(Guid rule, AlertTransition transition) =>
        new()
        {
            RuleId = rule,
            Fingerprint = transition.Instance.Fingerprint.ToString(),
            Seq = transition.Seq,
            At = transition.At,
            From = transition.From,
            To = transition.To,
            Reason = transition.Reason.Word(),
            Value = transition.Instance.Value,
        };
}
