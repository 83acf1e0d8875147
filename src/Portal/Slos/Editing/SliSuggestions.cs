using System.Globalization;
using Portal.Access;
using Portal.Domain;
using Portal.Domain.Telemetry;
using Portal.Slos.OpenSlo;
using Portal.Telemetry;

namespace Portal.Slos.Editing;

/// <summary>What a backend has that an indicator could be made of: histograms with their buckets and labels.</summary>
internal sealed class SliSuggestions(CompleteQuery completion)
{
    private const int Most = 200;
    private const string Bucket = "_bucket";

    /// <summary>Classic histograms by name, without the suffix. None where the backend does not answer: people can still type.</summary>
    public async Task<IReadOnlyList<string>> HistogramsAsync(
        Actor actor,
        string backend,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await AskAsync(actor, backend, client => client.MetricNamesAsync(cancellationToken)))
                .Where(name => name.EndsWith(Bucket, StringComparison.Ordinal))
                .Select(name => name[..^Bucket.Length])
                .Take(Most),
        ];

    /// <summary>The bounds of a classic histogram, ascending, without the one that holds everything.</summary>
    public async Task<IReadOnlyList<decimal>> BoundsAsync(
        Actor actor,
        string backend,
        string histogram,
        CancellationToken cancellationToken
    )
    {
        if (!IsHistogram(histogram))
        {
            return [];
        }

        var metric = HistogramQuery.AllBuckets(histogram);
        var bounds = await AskAsync(actor, backend, client => client.LabelValuesAsync("le", metric, cancellationToken));
        return
        [
            .. bounds
                .Select(bound =>
                    decimal.TryParse(bound, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                        ? value
                        : (decimal?)null
                )
                .OfType<decimal>()
                .Select(value => value.Plain())
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>Values of the labels of a metric, as matchers: <c>job="checkout"</c>.</summary>
    public async Task<IReadOnlyList<string>> MatchersAsync(
        Actor actor,
        string backend,
        string metric,
        CancellationToken cancellationToken
    )
    {
        var labels = await AskAsync(actor, backend, client => client.LabelNamesAsync(metric, cancellationToken));
        var matchers = new List<string>();
        foreach (var label in labels.Where(label => label is not ("__name__" or "le" or "instance")).Take(8))
        {
            var values = await AskAsync(
                actor,
                backend,
                client => client.LabelValuesAsync(label, metric, cancellationToken)
            );
            matchers.AddRange(values.Take(50).Select(value => $"{label}=\"{value}\""));
        }

        return matchers;
    }

    private static bool IsHistogram(string histogram)
    {
        try
        {
            HistogramQuery.Refuse(histogram);
            return true;
        }
        catch (DomainException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<string>> AskAsync(
        Actor actor,
        string backend,
        Func<IBackendClient, Task<QueryOutcome<string>>> ask
    )
    {
        try
        {
            return (await completion.AskAsync(actor, backend, null, ask)).Names?.Items ?? [];
        }
        catch (Data.NotFoundException)
        {
            return [];
        }
    }
}
