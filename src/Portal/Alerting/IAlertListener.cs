using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;

namespace Portal.Alerting;

/// <summary>Learns of alerts that began to fire or went quiet, in the transaction that records it.</summary>
internal interface IAlertListener
{
    Task ChangedAsync(UnitOfWork work, IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken);
}

/// <summary>An alert that began to fire, or went quiet.</summary>
/// <param name="SourceId">The rule or SLO that says so.</param>
/// <param name="Rule">Its name.</param>
/// <param name="Fires">False when it is over.</param>
/// <param name="Reason">Why it is over, when that needs saying.</param>
/// <param name="StartsAt">When this episode began; the same in both notices of it.</param>
/// <param name="At">When the deciding evaluation was due.</param>
internal sealed record AlertNotice(
    Guid SourceId,
    string Rule,
    string? Service,
    Severity Severity,
    LabelSet Labels,
    Fingerprint Fingerprint,
    bool Fires,
    string? Reason,
    string Summary,
    string? Runbook,
    double? Value,
    Instant StartsAt,
    Instant At
);
