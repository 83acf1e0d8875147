using System.Globalization;
using System.Text.Json;
using NodaTime;
using Portal.Domain.Incidents;
using Portal.Domain.Time;

namespace Portal.Domain.Postmortems;

/// <summary>Reads from a timeline who was paged.</summary>
internal static class PagedPeople
{
    public static IEnumerable<PagedPerson> Of(IReadOnlyList<TimelineEntry> timeline)
    {
        var events = timeline
            .OrderBy(entry => entry.Seq)
            .Select(entry => (Entry: entry, Facts: Read(entry.Data)))
            .Where(one => one.Facts.User is not null)
            .ToList();
        return events
            .Where(one => one.Entry.Kind is TimelineKind.Paged)
            .GroupBy(one => one.Facts.User!, StringComparer.Ordinal)
            .Select(pages => new PagedPerson(pages.Key, pages.First().Entry.At, pages.Count(), Ways(pages.Key)));

        IReadOnlyList<string> Ways(string user) =>
            [.. events.Where(one => one.Facts.User == user).Select(one => Way(one.Entry, one.Facts)).OfType<string>()];
    }

    /// <summary>Whom an entry is about; null where it says nobody.</summary>
    public static string? UserOf(TimelineEntry entry) => Read(entry.Data).User;

    public static string Table(IReadOnlyList<PagedPerson> people, Wording words)
    {
        var times = new TimeColumns(words, people.Select(person => person.First));
        return MarkdownText.Table(
            ["Paged", $"First ({times.Head})", "Pages", "Reached by"],
            people.Select(person =>
                (IReadOnlyList<string>)
                    [
                        words.Name(person.User),
                        times.Local(person.First),
                        person.Pages.ToString(CultureInfo.InvariantCulture),
                        person.Ways.Count == 0
                            ? "no delivery is known"
                            : MarkdownText.Plain(string.Join("; ", person.Ways)),
                    ]
            )
        );
    }

    private static string? Way(TimelineEntry entry, DeliveryFacts facts)
    {
        if (entry.Kind is TimelineKind.NotDelivered)
        {
            return $"{facts.Method} failed";
        }

        var took = facts.Took is { } known ? $" in {DurationText.Words(known)}" : "";
        return entry.Kind is TimelineKind.Delivered ? facts.Method + took : null;
    }

    /// <summary>An entry without such facts, or with others of the same names, reads as none.</summary>
    private static DeliveryFacts Read(string data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return default;
        }

        var seconds =
            root.TryGetProperty("seconds", out var took) && took.ValueKind is JsonValueKind.Number
                ? Duration.FromSeconds(took.GetDouble())
                : (Duration?)null;
        return new(Text(root, "user"), Text(root, "method"), seconds);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private readonly record struct DeliveryFacts(string? User, string? Method, Duration? Took);
}

/// <summary>One person who was paged: when first, how often, and how it reached them.</summary>
internal sealed record PagedPerson(string User, Instant First, int Pages, IReadOnlyList<string> Ways);
