using System.Diagnostics;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Access;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Telemetry;

namespace Portal.Alerting;

/// <summary>Says what a rule would do before it is saved: what it sees, when it would have fired, whom it would have woken.</summary>
internal sealed class PreviewRule(
    Backends backends,
    Definitions definitions,
    ManifestKinds kinds,
    SecretBox secrets,
    RuleReaches reaches,
    Authoriser authoriser,
    IClock clock
)
{
    public static readonly Duration ShortestRange = Duration.FromHours(1);
    public static readonly Duration LongestRange = Duration.FromDays(90);

    /// <summary>Of one answer: as much as a backend gives in a second or two, and a replay takes in less.</summary>
    private const int MostSamples = 120_000;
    private const int MostPoints = 10_080;
    private const int LeastPoints = 200;

    /// <param name="manifest">The unsaved rule as a manifest document.</param>
    /// <param name="range">How far back to look, 1 h to 90 d.</param>
    /// <exception cref="ForbiddenException">It asks a backend whatever it is told to: that needs a lead.</exception>
    public async Task<RulePreview> RunAsync(
        Actor actor,
        JsonObject manifest,
        Duration range,
        CancellationToken cancellationToken
    )
    {
        var draft = RuleDraft.Read(manifest, kinds, secrets, definitions.View);
        var team = definitions.Find<Service>(draft.Rule.Service)?.Spec.Team;
        authoriser.Demand(actor, Role.Lead, team, "preview alert rules");
        var now = clock.GetCurrentInstant();
        var (live, sample) = draft.CanAsk ? await AskAsync(draft, now, cancellationToken) : (null, null);
        var reach = await reaches.OfAsync(draft, sample, now, cancellationToken);
        var preview = new RulePreview(draft, live, null, reach);
        return live is { Failure: null } && draft.CanReplay
            ? await ReplayAsync(preview, range, now, cancellationToken)
            : preview;
    }

    private async Task<(LiveAnswer, Sample?)> AskAsync(
        RuleDraft draft,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await backends.InstantAsync(
            draft.Rule.Backend,
            draft.Rule.Query,
            now - DelayOf(draft.Rule),
            cancellationToken
        );
        var took = Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began));
        var samples = outcome.ItemsOrNone();
        return (
            new(
                samples.Count,
                samples.Count(sample => draft.Rule.Condition.IsMetBy(sample.Value)),
                took,
                (outcome as QueryOutcome<Sample>.Failed)?.Message,
                (outcome as QueryOutcome<Sample>.Partial)?.Warnings ?? []
            ),
            Worst(samples, draft.Rule.Condition.Operator)
        );
    }

    private async Task<RulePreview> ReplayAsync(
        RulePreview preview,
        Duration range,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var rule = preview.Draft.Rule;
        var step = StepOf(rule, range, preview.Live!.Series);
        var end = QueryStep.Align(now - DelayOf(rule), step);
        var asked = new Interval(QueryStep.Align(end - range, step), end);
        var outcome = await backends.RangeAsync(
            rule.Backend,
            rule.Query,
            asked.Start,
            asked.End,
            step,
            cancellationToken
        );
        if (outcome is QueryOutcome<SeriesPoints>.Failed failed)
        {
            return preview with { Live = preview.Live with { Failure = failed.Message } };
        }

        var series = outcome.ItemsOrNone();
        // Half-open for the replay: the last step belongs to it.
        var replayed = new Interval(asked.Start, asked.End + step);
        var identity = RuleIdentity.Of(preview.Draft.Name, rule, definitions);
        var past = await Task.Run(() => AlertReplay.Run(rule, identity, series, replayed, step), cancellationToken);
        var chart = RuleChart.Of(rule, series, asked, step, FiredBands.Of(past, asked), NearlyMarks.Of(past));
        return preview with { Past = new(past, asked, step, series.Count, chart) };
    }

    private Duration StepOf(AlertRule rule, Duration range, int series)
    {
        var points = Math.Clamp(MostSamples / Math.Max(series, 1), LeastPoints, MostPoints);
        return QueryStep.Of(range, rule.Interval, definitions.Find<Backend>(rule.Backend)?.Spec.MinStep, points);
    }

    private Duration DelayOf(AlertRule rule) => definitions.QueryDelayOf(rule.Backend);

    /// <summary>The series that is nearest to firing, or furthest beyond.</summary>
    private static Sample? Worst(IReadOnlyList<Sample> samples, Comparison comparison)
    {
        var numbers = samples.Where(sample => !double.IsNaN(sample.Value)).ToList();
        return numbers.Count == 0 ? null
            : RuleWords.LowIsBad(comparison) ? numbers.MinBy(sample => sample.Value)
            : numbers.MaxBy(sample => sample.Value);
    }
}
