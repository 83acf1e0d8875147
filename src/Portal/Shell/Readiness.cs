using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Portal.Shell;

/// <summary>Says which part is not ready, and no more: anybody may ask.</summary>
internal static class Readiness
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var broken = report
            .Entries.Where(entry => entry.Value.Status is HealthStatus.Unhealthy)
            .Select(entry => entry.Key);
        return context.Response.WriteAsync(
            report.Status is HealthStatus.Unhealthy ? $"not ready: {string.Join(", ", broken)}\n" : "ready\n",
            context.RequestAborted
        );
    }
}
