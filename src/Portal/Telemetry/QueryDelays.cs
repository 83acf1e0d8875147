using NodaTime;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Telemetry;

/// <summary>How late backends have all measurements of an instant.</summary>
internal static class QueryDelays
{
    /// <summary>Zero for a backend that this replica does not know.</summary>
    public static Duration QueryDelayOf(this IDefinitions definitions, string backend) =>
        definitions.Find<Backend>(backend)?.Spec.QueryDelay ?? Duration.Zero;
}
