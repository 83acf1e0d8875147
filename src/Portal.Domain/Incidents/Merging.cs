using NodaTime;
using NodaTime.Text;
using Portal.Domain.Alerting;

namespace Portal.Domain.Incidents;

/// <summary>Two incidents turn out to be one: the one becomes part of the other, in which everything about it goes on.</summary>
/// <remarks>
/// The one is closed, and no report counts it. The other takes the worse severity and the earlier begin; it keeps its own
/// acknowledge, since whoever had the one has not said that they have the other.
/// </remarks>
public static class Merging
{
    /// <exception cref="DomainException">One of them is closed, merged or a test; says by whom and when, and where it goes on.</exception>
    public static MergeEffect MergeInto(this Incident source, Incident target, string by, Instant now)
    {
        if (source.Number == target.Number)
        {
            throw new DomainException($"#{source.Number} cannot be merged into itself: name another one.");
        }

        source.RefuseWhenResolved("merged");
        RefuseClosed(source, target);
        if (source.IsTest != target.IsTest)
        {
            throw new DomainException("A test and what is none cannot be merged: no report counts the test.");
        }

        var effect = Of(source, target);
        (source.ResolvedAt, source.ResolvedBy, source.SnoozedUntil) = (now, by, null);
        source.MergedInto = target.Number;
        target.TriggerCount += source.TriggerCount;
        target.Severity = effect.Severity;
        target.EscalationPolicy ??= source.EscalationPolicy;
        target.Runbook ??= source.Runbook;
        target.MitigatedAt = effect.HurtsAgain ? null : target.MitigatedAt;
        foreach (var (stamp, _, became) in effect.Earlier)
        {
            target.Set(stamp, became);
        }

        return effect;
    }

    private static MergeEffect Of(Incident source, Incident target) =>
        new(
            Was: target.Severity,
            Severity: (Severity)Math.Min((int)source.Severity, (int)target.Severity),
            HurtsAgain: target.MitigatedAt is not null && source.MitigatedAt is null,
            FoundPolicy: target.EscalationPolicy is null && source.EscalationPolicy is not null,
            [
                .. new[]
                {
                    (Stamp.ImpactStart, target.ImpactStart, Instant.Min(source.ImpactStart, target.ImpactStart)),
                    (Stamp.Detected, target.DetectedAt, Instant.Min(source.DetectedAt, target.DetectedAt)),
                }.Where(one => one.Item3 < one.Item2),
            ]
        );

    private static void RefuseClosed(Incident source, Incident target)
    {
        if (target.ResolvedAt is not { } at)
        {
            return;
        }

        var by = target.ResolvedBy == Incident.BySource ? "its source" : target.ResolvedBy;
        var time = InstantPattern.General.Format(at);
        throw new DomainException(
            target.MergedInto is { } into
                ? $"#{source.Number} cannot be merged into #{target.Number}: {by} merged that into #{into} at {time}. Use #{into}."
                : $"#{source.Number} cannot be merged into #{target.Number}: {by} resolved that at {time}. Reopen it first if it still hurts."
        );
    }
}

/// <summary>What a merge changed about the incident that goes on.</summary>
/// <param name="Was">Its severity before.</param>
/// <param name="Severity">The worse of both.</param>
/// <param name="HurtsAgain">It was mitigated, and what was merged into it is not.</param>
/// <param name="FoundPolicy">It had no escalation policy, and has that of the other now.</param>
/// <param name="Earlier">The stamps that were moved to an earlier time, the impact first.</param>
public sealed record MergeEffect(
    Severity Was,
    Severity Severity,
    bool HurtsAgain,
    bool FoundPolicy,
    IReadOnlyList<(Stamp Stamp, Instant Was, Instant Became)> Earlier
)
{
    public bool IsRaised => Severity < Was;

    /// <summary>Whoever did not have to be woken for it before has to be now, when nobody has it.</summary>
    public bool MayPage => FoundPolicy || (IsRaised && Severity is Severity.Critical);
}
