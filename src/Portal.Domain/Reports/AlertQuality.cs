using NodaTime;

namespace Portal.Domain.Reports;

/// <summary>Whether a rule was worth hearing from, in one period.</summary>
/// <param name="Fired">How often an alert of it began to fire.</param>
/// <param name="Incidents">Which it opened or joined.</param>
/// <param name="Paged">In how many of them somebody was paged.</param>
/// <param name="Acknowledged">How many of them a person acknowledged.</param>
/// <param name="ActedOn">How many of them a person did anything about: acknowledged, noted, mitigated, resolved.</param>
/// <param name="Flaps">How often an alert fired again within <see cref="FlapsWithin"/> after it was over.</param>
public sealed record AlertQuality(
    string Rule,
    int Fired,
    int Incidents,
    int Paged,
    int Acknowledged,
    int ActedOn,
    int Flaps
)
{
    public static readonly Duration FlapsWithin = Duration.FromMinutes(30);

    /// <summary>From 0 to 1; null when it had no incident to act on.</summary>
    public decimal? ActionableShare => Incidents == 0 ? null : (decimal)ActedOn / Incidents;

    /// <summary>It spoke, and nobody ever did anything: delete it, or lower its severity.</summary>
    public bool IsNeverActedOn => Incidents > 0 && ActedOn == 0;

    /// <summary>Loudest first, then by name; rules that never fired stand at the end.</summary>
    /// <param name="rules">Every rule in force.</param>
    /// <param name="steps">Of the period, and of <see cref="FlapsWithin"/> before it.</param>
    /// <param name="from">The beginning of the period.</param>
    public static IReadOnlyList<AlertQuality> Of(
        IEnumerable<string> rules,
        IEnumerable<AlertStep> steps,
        IEnumerable<RuleIncident> incidents,
        Instant from
    )
    {
        var fires = steps
            .GroupBy(step => (step.Rule, step.Fingerprint))
            .SelectMany(alert => Fires([.. alert.OrderBy(step => step.At)]))
            .Where(fire => fire.At >= from)
            .ToLookup(fire => fire.Rule, StringComparer.Ordinal);
        var taken = incidents.ToLookup(incident => incident.Rule, StringComparer.Ordinal);
        return
        [
            .. rules
                .Concat(fires.Select(group => group.Key))
                .Concat(taken.Select(group => group.Key))
                .Distinct(StringComparer.Ordinal)
                .Select(rule => Of(rule, [.. fires[rule]], [.. taken[rule]]))
                .OrderByDescending(quality => quality.Fired)
                .ThenBy(quality => quality.Rule, StringComparer.Ordinal),
        ];
    }

    private static AlertQuality Of(string rule, IReadOnlyList<Fire> fires, IReadOnlyList<RuleIncident> incidents) =>
        new(
            rule,
            fires.Count,
            incidents.Count,
            incidents.Count(incident => incident.IsPaged),
            incidents.Count(incident => incident.IsAcknowledged),
            incidents.Count(incident => incident.IsActedOn),
            fires.Count(fire => fire.IsFlap)
        );

    private static IEnumerable<Fire> Fires(IReadOnlyList<AlertStep> alert)
    {
        Instant? over = null;
        foreach (var step in alert)
        {
            if (step.Fires)
            {
                yield return new(step.Rule, step.At, over is { } ended && step.At - ended <= FlapsWithin);
            }
            else
            {
                over = step.At;
            }
        }
    }

    private readonly record struct Fire(string Rule, Instant At, bool IsFlap);
}

/// <param name="Fires">It began to fire; otherwise it was over.</param>
public sealed record AlertStep(string Rule, string Fingerprint, Instant At, bool Fires);

/// <summary>An incident as one of its rules sees it.</summary>
public sealed record RuleIncident(string Rule, long Number, bool IsPaged, bool IsAcknowledged, bool IsActedOn);
