using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;

namespace Portal.Data.Engine;

/// <summary>A process whose loops stand still must be restarted, whatever else it still answers.</summary>
internal sealed class EngineHealth(EngineHeart heart) : IHealthCheck
{
    private static readonly Duration Patience = Duration.FromSeconds(60);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var silent = heart.Silent(Patience);
        return Task.FromResult(
            silent.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"Silent for over a minute: {string.Join(", ", silent)}")
        );
    }
}
