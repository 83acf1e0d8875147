using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>What names are asked for.</summary>
internal abstract record NameQuestion
{
    private NameQuestion() { }

    /// <summary>Asks a client, without a bound: answers are cut when they are told.</summary>
    public abstract Task<QueryOutcome<string>> AskAsync(IBackendClient client, CancellationToken cancellationToken);

    /// <summary>All names of metrics.</summary>
    public sealed record Metrics : NameQuestion
    {
        public override Task<QueryOutcome<string>> AskAsync(
            IBackendClient client,
            CancellationToken cancellationToken
        ) => client.MetricNamesAsync(cancellationToken);
    }

    /// <param name="Selector">Only labels of series that match; null for all.</param>
    public sealed record Labels(string? Selector) : NameQuestion
    {
        public override Task<QueryOutcome<string>> AskAsync(
            IBackendClient client,
            CancellationToken cancellationToken
        ) => client.LabelNamesAsync(Selector, cancellationToken);
    }

    /// <param name="Selector">Only values that series have that match; null for all.</param>
    public sealed record Values(string Label, string? Selector) : NameQuestion
    {
        public override Task<QueryOutcome<string>> AskAsync(
            IBackendClient client,
            CancellationToken cancellationToken
        ) => client.LabelValuesAsync(Label, Selector, cancellationToken);
    }
}
