using NodaTime;
using NodaTime.Text;

namespace Portal.Domain.Postmortems;

/// <summary>The columns of a table that tell when: the readers' clock, and UTC beside it. A day that is common to all is said once.</summary>
internal sealed class TimeColumns
{
    private readonly Wording words;
    private readonly LocalDate? day;

    public TimeColumns(Wording words, IEnumerable<Instant> times)
    {
        var all = times.ToList();
        var days = all.Select(words.Day).Distinct().ToList();
        this.words = words;
        day = days.Count == 1 ? days[0] : null;
        var zone = words.IsUtc ? "UTC" : words.ZoneOf(all);
        Head = day is { } only ? $"{zone}, {LocalDatePattern.Iso.Format(only)}" : zone;
    }

    /// <summary>CET, 2026-11-03.</summary>
    public string Head { get; }

    public IReadOnlyList<string> Heads => words.IsUtc ? [Head] : [Head, "UTC"];

    /// <summary>By the readers' clock alone.</summary>
    public string Local(Instant at) => day is null ? words.At(at) : words.TimeOfDay(at);

    public IReadOnlyList<string> Cells(Instant? at) =>
        (at, words.IsUtc) switch
        {
            (null, true) => ["–"],
            (null, false) => ["–", "–"],
            ({ } known, true) => [Local(known)],
            ({ } known, false) => [Local(known), words.Utc(known)],
        };
}
