namespace Portal.Demo;

/// <summary>Section <c>Portal:Demo</c>; <c>portal demo</c> turns it on.</summary>
internal sealed class DemoOptions
{
    public bool Enabled { get; set; }

    /// <summary>Where the demo's Prometheus listens on this machine, default 9095.</summary>
    public int PrometheusPort { get; set; } = 9095;
}
