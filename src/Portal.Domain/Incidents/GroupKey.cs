using Portal.Domain.Alerting;

namespace Portal.Domain.Incidents;

/// <summary>What belongs together: alerts of one service that page join one incident, its quieter ones another.</summary>
/// <remarks>
/// Apart, since somebody who has acknowledged a warning has not said that they will get up for what follows: an alert that
/// pages must never join an incident that was silenced by an earlier acknowledge of something smaller.
/// </remarks>
public static class GroupKey
{
    /// <param name="service">Null when the rule names none: then the rule is its own group.</param>
    public static string Of(string? service, string rule, Severity severity)
    {
        var loudness = severity is Severity.Critical ? "page" : "quiet";
        return service is null ? $"rule:{rule}:{loudness}" : $"service:{service}:{loudness}";
    }
}
