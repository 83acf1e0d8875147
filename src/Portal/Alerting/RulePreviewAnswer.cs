using System.Text.Json.Serialization;
using NodaTime;
using Portal.Domain.Alerting;
using Portal.OnCall;

namespace Portal.Alerting;

/// <summary>A preview as the API tells it. Durations are seconds.</summary>
/// <param name="Series">How many series the query gives now; null when the backend was not asked or did not answer.</param>
/// <param name="Failure">Why the backend gave no answer, in its words.</param>
/// <param name="Fired">When it would have fired; null when that cannot be said.</param>
/// <param name="NearlyFired">When the condition held, but not for long enough.</param>
/// <param name="Step">What lasted shorter than this may have been missed.</param>
/// <param name="Pages">Who would be paged if it fired now and nobody acknowledged.</param>
internal sealed record RulePreviewAnswer(
    int? Series,
    Duration? Took,
    string? Failure,
    IReadOnlyList<string> Missing,
    IReadOnlyList<PreviewFinding> Errors,
    IReadOnlyList<PreviewFinding> Warnings,
    PreviewRange? Range,
    Duration? Step,
    PreviewPeriods? Fired,
    PreviewPeriods? NearlyFired,
    PreviewExample IfItFiredNow,
    IReadOnlyList<SimulatedPage> Pages
)
{
    private const int MostPeriods = 500;

    public static RulePreviewAnswer Of(RulePreview preview)
    {
        var (draft, live, past, reach) = preview;
        return new(
            live is { Failure: null } ? live.Series : null,
            live?.Took,
            live?.Failure,
            live?.Missing ?? [],
            [.. draft.Errors.Select(error => new PreviewFinding(error.Path, error.Message))],
            [.. draft.Warnings.Select(warning => new PreviewFinding($"spec.{warning.Path}", warning.Message))],
            past is null ? null : new(past.Range.Start, past.Range.End),
            past?.Step,
            past is null ? null : Periods(past.Replay.Fired, past.Replay.Longest),
            past is null ? null : Periods(past.Replay.NearlyFired, past.Replay.LongestNearly),
            new(reach.Labels.ToDictionary(), reach.Value, reach.Summary, reach.Joins?.Number, reach.Policy),
            reach.Pages
        );
    }

    private static PreviewPeriods Periods(IReadOnlyList<ReplayPeriod> periods, ReplayPeriod? longest) =>
        new(
            periods.Count,
            longest?.Length,
            [
                .. periods
                    .Take(MostPeriods)
                    .Select(period => new PreviewPeriod(
                        period.Labels.ToDictionary(),
                        period.ActiveAt,
                        period.FiredAt,
                        period.EndedAt,
                        period.Length
                    )),
            ]
        );
}

internal sealed record PreviewFinding(string Path, string Message);

internal sealed record PreviewRange(Instant From, Instant To);

/// <param name="Periods">The first 500.</param>
internal sealed record PreviewPeriods(int Count, Duration? Longest, IReadOnlyList<PreviewPeriod> Periods);

internal sealed record PreviewPeriod(
    IReadOnlyDictionary<string, string> Labels,
    Instant ActiveAt,
    Instant? FiredAt,
    Instant EndedAt,
    Duration Length
);

/// <param name="JoinsIncident">The number of the open incident that it would join.</param>
internal sealed record PreviewExample(
    IReadOnlyDictionary<string, string> Labels,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double? Value,
    string Summary,
    long? JoinsIncident,
    string? EscalationPolicy
);
