using System.Diagnostics;
using System.Diagnostics.Metrics;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry.Prometheus;

/// <summary>What the portal tells of itself about backends: one span and one duration per query, and the state of each circuit.</summary>
/// <remarks>Never the query, which may hold what somebody searched for, and never the credentials.</remarks>
internal static class BackendInstruments
{
    private const string BackendName = "portal.backend.name";
    private const string BackendType = "portal.backend.type";
    private const string ErrorType = "error.type";

    private static readonly ActivitySource Source = new("Portal");
    private static readonly Meter Meter = new("Portal");

    private static readonly Histogram<double> QueryDuration = Meter.CreateHistogram<double>(
        "portal.backend.query.duration",
        unit: "s",
        description: "Time of a query to a backend, from leaving the queue to the last byte."
    );

    private static readonly Gauge<int> CircuitState = Meter.CreateGauge<int>(
        "portal.backend.circuit_state",
        description: "0 closed, 1 trying again, 2 open."
    );

    public static Activity? StartQuery(BackendConnection backend)
    {
        var activity = Source.StartActivity($"query {backend.Type}", ActivityKind.Internal);
        activity?.SetTag(BackendName, backend.Name);
        activity?.SetTag(BackendType, backend.Type);
        activity?.SetTag("server.address", backend.Address.IdnHost);
        activity?.SetTag("server.port", backend.Address.Port);
        return activity;
    }

    public static void EndQuery(BackendConnection backend, Activity? activity, QueryFailure? failure, TimeSpan took)
    {
        var tags = new TagList { { BackendName, backend.Name }, { BackendType, backend.Type } };
        if (failure is { } kind)
        {
            tags.Add(ErrorType, Word(kind));
            activity?.SetTag(ErrorType, Word(kind));
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        QueryDuration.Record(took.TotalSeconds, tags);
    }

    public static void Circuit(BackendConnection backend, int state) =>
        CircuitState.Record(state, new TagList { { BackendName, backend.Name }, { BackendType, backend.Type } });

    private static string Word(QueryFailure failure) =>
        failure switch
        {
            QueryFailure.Unreachable => "unreachable",
            QueryFailure.Timeout => "timeout",
            QueryFailure.Refused => "refused",
            QueryFailure.Overloaded => "overloaded",
            QueryFailure.TooLarge => "too_large",
            QueryFailure.Malformed => "malformed",
            QueryFailure.Unauthorized => "unauthorized",
            QueryFailure.CircuitOpen => "circuit_open",
        };
}
