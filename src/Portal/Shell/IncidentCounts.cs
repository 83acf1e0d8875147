using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Incidents;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Shell;

/// <summary>Counts what stands beside the entries of the navigation.</summary>
internal sealed class IncidentCounts(IncidentStore incidents, IDefinitions definitions) : INavCounts
{
    string INavCounts.Topic => Topics.Incidents;

    public async Task<NavCounts> CountAsync(CancellationToken cancellationToken)
    {
        var tally = await incidents.TallyAsync(cancellationToken);
        var untaken = tally.Where(one => one.Untaken > 0).ToList();
        // The red number stands for what nobody has: a worse one that somebody has is not what calls.
        var calling = untaken.Count > 0 ? untaken : tally;
        var worst = calling.Select(one => one.Severity).DefaultIfEmpty(Severity.Critical).Min();
        return new(
            tally.Sum(one => one.Open),
            Words.Of(worst),
            untaken.Count > 0,
            definitions.All<Slo>().Count,
            definitions.All<AlertRule>().Count
        );
    }
}
