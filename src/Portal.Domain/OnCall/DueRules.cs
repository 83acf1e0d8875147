using NodaTime;
using Portal.Domain.Teams;

namespace Portal.Domain.OnCall;

/// <summary>Which notification rules of a person to follow now, for one page that is not acknowledged.</summary>
public static class DueRules
{
    /// <summary>
    /// The rules that came due after <paramref name="lookedAt"/>, up to and with <paramref name="now"/>, earliest first. Late
    /// ones are followed once; those that a person adds for times already looked at are not.
    /// </summary>
    /// <param name="pagedAt">When the step that pages this person fired.</param>
    /// <param name="lookedAt">The <paramref name="now"/> of the last time; null for the first.</param>
    public static IReadOnlyList<NotificationRule> At(
        IReadOnlyList<NotificationRule> rules,
        Instant pagedAt,
        Instant? lookedAt,
        Instant now
    ) =>
        [
            .. rules
                .Where(rule => pagedAt + rule.After <= now && (lookedAt is null || pagedAt + rule.After > lookedAt))
                .OrderBy(rule => rule.After),
        ];

    /// <summary>When the first rule after <paramref name="now"/> is due; null when all have been followed.</summary>
    public static Instant? NextAt(IReadOnlyList<NotificationRule> rules, Instant pagedAt, Instant now)
    {
        var ahead = rules.Select(rule => pagedAt + rule.After).Where(due => due > now).ToList();
        return ahead.Count == 0 ? null : ahead.Min();
    }
}
