using Portal.Domain.Alerting;

namespace Portal.Domain.Slos.Templates;

/// <summary>What is known of the ground that services stand on: processors, memory, connections, networks.</summary>
internal static class MachineSources
{
    /// <summary>The surest answer to each question first; what belongs to a service before what belongs to a machine.</summary>
    public static readonly IReadOnlyList<TemplateSource> All =
    [
        // The share of its limit that the fullest container has in use; without a limit it is 0 and the ratio infinite.
        At(
            TemplateQuestion.Fullness,
            "cAdvisor",
            "container_memory_working_set_bytes",
            "max($m$s / (container_spec_memory_limit_bytes$s > 0))",
            0.9m,
            "container_spec_memory_limit_bytes"
        ),
        At(
            TemplateQuestion.Fullness,
            "HikariCP",
            "hikaricp_connections_active",
            "max($m$s / hikaricp_connections_max$s)",
            0.9m,
            "hikaricp_connections_max"
        ),
        At(
            TemplateQuestion.Fullness,
            "Prometheus client",
            "process_open_fds",
            "max($m$s / process_max_fds$s)",
            0.8m,
            "process_max_fds"
        ),
        OfMachines(
            TemplateQuestion.Fullness,
            "node exporter",
            "node_memory_MemAvailable_bytes",
            "max(1 - $m$s / node_memory_MemTotal_bytes$s)",
            0.9m,
            "node_memory_MemTotal_bytes"
        ),
        OfMachines(
            TemplateQuestion.Fullness,
            "OpenTelemetry host",
            "system_memory_utilization_ratio",
            "max($m{state=\"used\"$c})",
            0.9m
        ),
        // Processor seconds in each second, as a share of what the container may take at most.
        At(
            TemplateQuestion.Utilisation,
            "cAdvisor",
            "container_cpu_usage_seconds_total",
            "max(rate($m$s[{{.window}}]) / on (namespace, pod, container) group_left () (container_spec_cpu_quota$s / container_spec_cpu_period$s))",
            0.8m,
            "container_spec_cpu_quota",
            "container_spec_cpu_period"
        ),
        // Idle seconds in each second, averaged over the processors of a machine: 1 is nothing to do.
        OfMachines(
            TemplateQuestion.Utilisation,
            "node exporter",
            "node_cpu_seconds_total",
            "max(1 - avg by (instance) (rate($m{mode=\"idle\"$c}[{{.window}}])))",
            0.8m
        ),
        OfMachines(
            TemplateQuestion.Utilisation,
            "OpenTelemetry host",
            "system_cpu_time_seconds_total",
            "max(1 - avg by (instance) (rate($m{state=\"idle\"$c}[{{.window}}])))",
            0.8m
        ),
        // One processor of the program: 0.8 means that a core is four fifths busy.
        At(
            TemplateQuestion.Utilisation,
            "Prometheus client",
            "process_cpu_seconds_total",
            "max(rate($m$s[{{.window}}]))",
            0.8m
        ),
        // Throttled periods of all periods: the container wanted more than it may have.
        At(
            TemplateQuestion.Waiting,
            "cAdvisor",
            "container_cpu_cfs_throttled_periods_total",
            "sum(rate($m$s[{{.window}}])) / sum(rate(container_cpu_cfs_periods_total$s[{{.window}}]))",
            0.25m,
            "container_cpu_cfs_periods_total"
        ),
        // Seconds in each second in which somebody waited for a processor.
        OfMachines(
            TemplateQuestion.Waiting,
            "node exporter",
            "node_pressure_cpu_waiting_seconds_total",
            "max(rate($m$s[{{.window}}]))",
            0.2m
        ),
        // Above 1 more wants to run than there are processors.
        OfMachines(
            TemplateQuestion.Waiting,
            "node exporter",
            "node_load1",
            "max($m$s / on (instance) count by (instance) (node_cpu_seconds_total{mode=\"idle\"$c}))",
            1,
            "node_cpu_seconds_total"
        ),
        new(
            TemplateQuestion.Faults,
            "node exporter",
            "node_network_receive_packets_total",
            new TemplateShape.FailedBeside("_packets_total", ["_errs_total"])
        )
        {
            IsOfMachines = true,
        },
        new(
            TemplateQuestion.Faults,
            "kube-state-metrics",
            "kube_node_status_condition",
            new TemplateShape.Up("condition=\"Ready\",status=\"true\"")
        )
        {
            IsOfMachines = true,
        },
        new(TemplateQuestion.Faults, "kube-state-metrics", "kube_pod_container_status_ready", new TemplateShape.Up("")),
    ];

    private static TemplateSource At(
        TemplateQuestion question,
        string origin,
        string metric,
        string query,
        decimal limit,
        params IReadOnlyList<string> needs
    ) => new(question, origin, metric, new TemplateShape.Against(query, Comparison.AtMost, limit)) { Needs = needs };

    private static TemplateSource OfMachines(
        TemplateQuestion question,
        string origin,
        string metric,
        string query,
        decimal limit,
        params IReadOnlyList<string> needs
    ) => At(question, origin, metric, query, limit, needs) with { IsOfMachines = true };
}
