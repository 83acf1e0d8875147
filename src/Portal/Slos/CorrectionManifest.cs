using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Slos;

/// <summary>
/// A correction: <c>{ slo, effect: exclude|countAsGood, from, duration, timeZone, rrule?, reason }</c>. From is local time
/// of the zone.
/// </summary>
internal static class CorrectionManifest
{
    public const string Kind = "Correction";

    public static readonly ManifestKind Definition = ManifestKind.Of<Correction>(
        Kind,
        rank: 67,
        Read,
        Write,
        correction => [new("slo", SloManifest.Kind, correction.Slo, IsOwner: true)],
        teamOf: (correction, definitions) =>
            definitions.Find<Slo>(correction.Slo) is { } slo
                ? definitions.Find<Service>(slo.Spec.Service)?.Spec.Team
                : null,
        check: (correction, definitions) =>
            definitions.Find<Slo>(correction.Slo)?.Spec.Sli is CompositeSli
                ? [("slo", $"{correction.Slo} is a composite and has no slices of its own: correct its members.")]
                : []
    );

    private static Correction? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var slo = spec.Required("slo", "name the SLO that it corrects.");
        var effect = spec.Word<CorrectionEffect>("effect") ?? CorrectionEffect.Exclude;
        var reason = spec.Required("reason", "say why: whoever reads the numbers will ask.");
        var zone = Zone(spec);
        var start = spec.LocalTime("from");
        if (!spec.Has("from"))
        {
            spec.Refuse("from", "from is missing: local time of the zone, such as 2026-06-14T02:00.");
        }

        var length = spec.Duration("duration");
        if (!spec.Has("duration"))
        {
            spec.Refuse("duration", "duration is missing: how long it lasts, such as 2h.");
        }

        var recurrence = Rule(spec);
        return spec.Errors.Count > before || start is null || length is null || zone is null
            ? null
            : new Correction(slo, effect, reason, zone, start.Value, length.Value, recurrence);
    }

    private static JsonObject Write(Correction correction)
    {
        var spec = new JsonObject
        {
            ["slo"] = correction.Slo,
            ["effect"] = Words.Of(correction.Effect),
            ["from"] = correction.Start.ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["duration"] = DurationText.Format(correction.Length),
            ["timeZone"] = correction.Zone.Id,
            ["reason"] = correction.Reason,
        };
        if (correction.Recurrence is { } rule)
        {
            spec["rrule"] = rule.Text;
        }

        return spec;
    }

    private static DateTimeZone? Zone(ManifestNode spec)
    {
        try
        {
            return Zones.Find(spec.Text("timeZone") ?? "UTC");
        }
        catch (DomainException refusal)
        {
            spec.Refuse("timeZone", refusal.Message);
            return null;
        }
    }

    private static Recurrence? Rule(ManifestNode spec)
    {
        if (spec.Text("rrule") is not { } text)
        {
            return null;
        }

        try
        {
            return Recurrence.Parse(text);
        }
        catch (DomainException refusal)
        {
            spec.Refuse("rrule", refusal.Message);
            return null;
        }
    }
}
