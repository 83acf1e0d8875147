using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Slos.Ledger;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>Says aloud what is measured of an SLO, and what is not.</summary>
internal static class MeasuredWords
{
    private const int MostGaps = 5;

    public static IEnumerable<string> Of(Coverage coverage, Slo slo, DateTimeZone zone, Instant now)
    {
        if (coverage.MeasuredFrom is not { } from)
        {
            yield return "No slice is measured yet.";
        }
        else
        {
            yield return $"Slices of {Numbers.Duration(slo.Grid.Slice)}, measured since {Moments.Text(from, zone, now, MomentStyle.Full)} {Moments.ZoneName(from, zone)}. {Gaps(coverage, zone, now)}";
        }

        if (coverage.Row is { Health: not HealthStatus.Ok and var health, Error: { } error })
        {
            yield return $"The last pass had no {(health == HealthStatus.Partial ? "full " : "")}answer: {error}";
        }

        if (coverage.Backfill is { State: BackfillState.Exhausted, Reached: var reached })
        {
            yield return $"The backend has nothing before {Moments.Text(reached, zone, now, MomentStyle.Day)}.";
        }
        else if (coverage.Backfill is { State: BackfillState.Cancelled, Reached: var stopped })
        {
            yield return $"Measuring the past was stopped at {Moments.Text(stopped, zone, now, MomentStyle.Day)}.";
        }
    }

    private static string Gaps(Coverage coverage, DateTimeZone zone, Instant now)
    {
        if (coverage.Gaps.Count == 0)
        {
            return "No slice is missing since then.";
        }

        var told = coverage
            .Gaps.Take(MostGaps)
            .Select(gap => $"{Moments.Text(gap.Start, zone, now)} for {Numbers.Duration(gap.Duration)}");
        var more = coverage.Gaps.Count > MostGaps ? $" and {coverage.Gaps.Count - MostGaps} more" : "";
        return $"{(coverage.Gaps.Count == 1 ? "One gap" : $"{coverage.Gaps.Count} gaps")}: {string.Join("; ", told)}{more}.";
    }
}
