using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.OnCall;

namespace Portal.Slos.Editing;

/// <summary>A correction as somebody types it, with beginning and end on the clock of a zone.</summary>
internal sealed class CorrectionForm
{
    /// <summary>The rules that are chosen and not written; the last is the person's own.</summary>
    public static readonly IReadOnlyList<(string Rule, string Text)> Repeats =
    [
        ("", "Once"),
        ("FREQ=DAILY", "Every day"),
        ("FREQ=WEEKLY", "Every week on that day"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
        ("FREQ=WEEKLY;BYDAY=SA,SU", "Saturday and Sunday"),
        ("FREQ=MONTHLY", "Every month on that date"),
        (Own, "By a rule of my own"),
    ];

    public const string Own = "own";

    public required string Slo { get; init; }

    public CorrectionEffect Effect { get; set; }

    /// <summary>As a browser's field has it: 2026-06-14T02:00.</summary>
    public string From { get; set; } = "";

    public string To { get; set; } = "";

    public string Zone { get; set; } = "UTC";

    public string Repeat { get; set; } = "";

    public string Rule { get; set; } = "";

    public string Reason { get; set; } = "";

    /// <summary>Null where the times cannot be read, or the end does not come after the beginning.</summary>
    private Duration? Length =>
        Zones.TryFind(Zone, out var zone)
        && LocalTimes.Start(From, zone) is { } start
        && LocalTimes.End(To, zone) is { } end
        && end > start
            ? end - start
            : null;

    /// <summary>What is wrong before the manifest is asked: of the two times only the length is sent.</summary>
    public string? EndError =>
        To.Length > 0 && From.Length > 0 && Zones.TryFind(Zone, out _) && Length is null
            ? "It ends after it begins."
            : null;

    /// <param name="reasonless">A reason that is not written yet is no error.</param>
    public DefinitionDraft ToDefinition(string name, bool reasonless = false)
    {
        var spec = new JsonObject
        {
            ["slo"] = Slo,
            ["effect"] = Words.Of(Effect),
            ["from"] = From,
            ["timeZone"] = Zone,
            ["reason"] = reasonless && string.IsNullOrWhiteSpace(Reason) ? "not said yet" : Reason,
        };
        if (Length is { } length)
        {
            spec["duration"] = DurationText.Format(Duration.FromSeconds((long)length.TotalSeconds));
        }

        var rule = Repeat == Own ? Rule : Repeat;
        if (Repeat.Length > 0)
        {
            spec["rrule"] = rule;
        }

        return new(CorrectionManifest.Definition, name, spec, LabelSet.Empty, 0);
    }

    /// <summary>A name that no other correction has: of the SLO and the day, numbered.</summary>
    public string NameAmong(IReadOnlyCollection<string> taken)
    {
        var day = LocalTimes.Parse(From)?.Date.ToString("uuuuMMdd", CultureInfo.InvariantCulture) ?? "new";
        // A name has at most 63 letters.
        var stem = $"{(Slo.Length > 45 ? Slo[..45].TrimEnd('-') : Slo)}-{day}";
        return Enumerable
            .Range(1, taken.Count + 1)
            .Select(number => number == 1 ? stem : $"{stem}-{number}")
            .First(name => !taken.Contains(name, StringComparer.Ordinal));
    }
}
