using System.Diagnostics;
using System.Diagnostics.Metrics;
using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Alerting;

/// <summary>How long evaluations take, how late they are and what they come to.</summary>
internal static class EvaluationMeter
{
    private static readonly ActivitySource Source = new("Portal");
    private static readonly Meter Meter = new("Portal");
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "portal.rule.evaluation.duration",
        "s"
    );
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "portal.rule.lag",
        "s",
        "From the slot to the commit"
    );
    private static readonly Counter<long> Evaluations = Meter.CreateCounter<long>("portal.rule.evaluations");
    private static readonly Counter<long> Fenced = Meter.CreateCounter<long>("portal.rule.fenced");
    private static readonly Counter<long> Transitions = Meter.CreateCounter<long>("portal.transition.count");

    public static Timed Start(string backend) => new(Source.StartActivity($"evaluate {backend}"));

    /// <param name="fenced">Claims that had passed to another replica by the time of the commit.</param>
    public static void Record(IReadOnlyList<EvaluatedRule> kept, int fenced, Instant committed)
    {
        foreach (var one in kept)
        {
            Lag.Record(Math.Max(0, (committed - one.Due.Slot).TotalSeconds));
            Evaluations.Add(
                1,
                new KeyValuePair<string, object?>("portal.rule.health", one.Result.Health.Status.ToString())
            );
            Transitions.Add(one.Result.Transitions.Count);
        }

        Fenced.Add(fenced);
    }

    internal sealed class Timed(Activity? activity) : IDisposable
    {
        private readonly long began = Stopwatch.GetTimestamp();
        private string? error;

        public void Saw(QueryOutcome outcome)
        {
            error = outcome.Failure?.ToString();
            if (error is not null)
            {
                activity?.SetStatus(ActivityStatusCode.Error, error);
            }
        }

        public void Dispose()
        {
            Durations.Record(
                Stopwatch.GetElapsedTime(began).TotalSeconds,
                new KeyValuePair<string, object?>("error.type", error ?? "none")
            );
            activity?.Dispose();
        }
    }
}
