using System.Globalization;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Telemetry;
using Portal.Slos.OpenSlo;
using Portal.Telemetry;

namespace Portal.Slos.Editing;

/// <summary>
/// What a backend has that an indicator could be made of. Nothing where the backend does not answer, or is gone: people can
/// still type.
/// </summary>
/// <exception cref="ForbiddenException">It makes the portal ask a backend: that needs a lead.</exception>
internal sealed class SliSuggestions(CompleteQuery completion)
{
    private const int MostLabels = 20;
    private const int MostValues = 50;

    private static readonly IReadOnlyList<string> Parts = ["__name__", "le", "quantile", "instance"];

    /// <summary>Its metrics by name, with their types: a histogram once, and not by its parts.</summary>
    public async Task<IReadOnlyList<Metric>> MetricsAsync(
        Actor actor,
        string backend,
        CancellationToken cancellationToken
    )
    {
        var names = await NamesAsync(actor, backend, new NameQuestion.Metrics(), cancellationToken);
        return names.Count == 0
            ? []
            : MetricFamilies.Of(names, await completion.MetadataAsync(actor, backend, cancellationToken));
    }

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

        var buckets = new NameQuestion.Values("le", HistogramQuery.AllBuckets(histogram));
        var bounds = await NamesAsync(actor, backend, buckets, cancellationToken);
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

    /// <summary>The labels of a metric's series with some of their values, by name.</summary>
    /// <param name="series">Of a histogram the name of one of its parts.</param>
    /// <param name="worth">Which labels are looked at; null for the first of all.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> LabelsAsync(
        Actor actor,
        string backend,
        string series,
        Func<IEnumerable<string>, IEnumerable<string>>? worth,
        CancellationToken cancellationToken
    )
    {
        var labels = await NamesAsync(actor, backend, new NameQuestion.Labels(series), cancellationToken);
        var looked = labels.Except(Parts, StringComparer.Ordinal);
        var found = await Task.WhenAll(
            (worth?.Invoke(looked) ?? looked)
                .Take(MostLabels)
                .Select(async label =>
                    (
                        label,
                        Values: await NamesAsync(
                            actor,
                            backend,
                            new NameQuestion.Values(label, series),
                            cancellationToken
                        )
                    )
                )
        );
        return new SortedDictionary<string, IReadOnlyList<string>>(
            found.ToDictionary(
                one => one.label,
                IReadOnlyList<string> (one) => worth is null ? [.. one.Values.Take(MostValues)] : one.Values,
                StringComparer.Ordinal
            ),
            StringComparer.Ordinal
        );
    }

    /// <summary>How many series a selector has now; null where it is none, or the backend gives no answer.</summary>
    public async Task<int?> SeriesAsync(
        Actor actor,
        string backend,
        string selector,
        CancellationToken cancellationToken
    )
    {
        if (SelectorSum.Parse(selector) is not [_])
        {
            return null;
        }

        try
        {
            return await completion.CountAsync(actor, backend, selector, cancellationToken) switch
            {
                QueryOutcome<Sample>.Series { Items: [var count, ..] } => (int)count.Value,
                QueryOutcome<Sample>.Empty => 0,
                _ => null,
            };
        }
        catch (NotFoundException)
        {
            return null;
        }
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

    private async Task<IReadOnlyList<string>> NamesAsync(
        Actor actor,
        string backend,
        NameQuestion question,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await completion.AskAsync(actor, backend, question, cancellationToken)).ItemsOrNone();
        }
        catch (NotFoundException)
        {
            return [];
        }
    }
}
