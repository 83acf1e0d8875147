using NodaTime;
using Portal.Access;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Telemetry;
using Portal.Ui;

namespace Portal.Alerting;

/// <summary>Draws what a saved rule sees, from its backend, and when it fired, from the records.</summary>
internal sealed class ChartRule(RuleDirectory rules, Backends backends, IDefinitions definitions, IClock clock)
{
    private const int Points = 800;

    /// <param name="toTheSecond">
    /// The last step is the end itself, so that what began seconds ago is seen; otherwise steps stand where they stood at the
    /// last look, and a chart that is looked at again does not flicker.
    /// </param>
    /// <returns>A failure in the backend's words where it did not answer.</returns>
    public async Task<(ChartData? Chart, string? Failure)> DrawAsync(
        Actor actor,
        RuleStatus rule,
        Interval range,
        CancellationToken cancellationToken,
        bool toTheSecond = false
    )
    {
        var backend = definitions.Find<Backend>(rule.Spec.Backend)?.Spec;
        var step = QueryStep.Of(range.Duration, rule.Spec.Interval, backend?.MinStep, Points);
        var last = range.End - (backend?.QueryDelay ?? Duration.Zero);
        var end = toTheSecond ? last : QueryStep.Align(last, step);
        var start = toTheSecond
            ? end - step * Math.Floor((end - range.Start) / step)
            : QueryStep.Align(range.Start, step);
        var asked = await backends.RangeAsync(rule.Spec.Backend, rule.Spec.Query, start, end, step, cancellationToken);
        if (asked is QueryOutcome<SeriesPoints>.Failed failed)
        {
            return (null, failed.Message);
        }

        var history = await rules.HistoryAsync(actor, rule, range.Start, cancellationToken);
        var open = await rules.InstancesAsync(actor, rule, RuleDirectory.Open, null, 1000, cancellationToken);
        var inRange = history.Where(step => step.At < range.End);
        var bands = FiredBands.Of(inRange, open.Where(alert => alert.ActiveAt < range.End), range);
        var chart = RuleChart.Of(rule.Spec, asked.ItemsOrNone(), new(start, end), step, bands, []);
        return (chart with { EndsNow = clock.GetCurrentInstant() - range.End < Duration.FromMinutes(1) }, null);
    }
}
