using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Portal.Domain;
using Portal.Domain.OnCall;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.OnCall;

/// <summary>A schedule: zone, layers with rotations and restrictions, overrides.</summary>
/// <remarks>Longer than other files by a few lines: reading and writing of each part stand side by side.</remarks>
internal static class ScheduleManifest
{
    public const string Kind = "Schedule";

    private static readonly string[] Bounds = ["from", "to"];

    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly LocalDateTimePattern Start = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    private static readonly (string Word, IsoDayOfWeek Day)[] Days =
    [
        ("mon", IsoDayOfWeek.Monday),
        ("tue", IsoDayOfWeek.Tuesday),
        ("wed", IsoDayOfWeek.Wednesday),
        ("thu", IsoDayOfWeek.Thursday),
        ("fri", IsoDayOfWeek.Friday),
        ("sat", IsoDayOfWeek.Saturday),
        ("sun", IsoDayOfWeek.Sunday),
    ];

    public static readonly ManifestKind Definition = ManifestKind.Of<Schedule>(Kind, rank: 50, Read, Write, References);

    private static Schedule? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var zone = spec.Required("timeZone", "an IANA name such as Europe/Berlin.");
        var layers = spec.Items("layers").Select(Layer).ToList();
        var overrides = spec.Items("overrides").Select(Override).ToList();
        if (layers.Count == 0 && !spec.Has("layers"))
        {
            spec.Refuse("layers", "A schedule needs at least one layer: who takes turns?");
        }

        if (zone.Length > 0 && !Zones.TryFind(zone, out _))
        {
            spec.Refuse("timeZone", $"{zone} is no time zone: write an IANA name such as Europe/Berlin.");
        }

        return spec.Errors.Count > before
            ? null
            : Built(
                spec,
                "layers",
                () => new Schedule(zone, layers.OfType<Layer>().ToList(), [.. overrides.OfType<Override>()])
            );
    }

    private static Layer? Layer(ManifestNode node)
    {
        var name = node.Required("name", "a name for the layer.");
        var rotation = node.Child("rotation") is { } child ? Rotation(child) : null;
        if (!node.Has("rotation"))
        {
            node.Refuse("rotation", "rotation is missing: unit, length, start and participants.");
        }

        var restrictions = node.Items("restrictions").Select(Restriction).OfType<Restriction>().ToList();
        node.Done();
        return rotation is null || name.Length == 0
            ? null
            : Built(node, "name", () => new Layer(name, rotation, restrictions));
    }

    private static Rotation? Rotation(ManifestNode node)
    {
        var unit = node.Word<RotationUnit>("unit") ?? RotationUnit.Week;
        var length = node.Has("length") ? node.Whole("length", 1, 1000) : 1;
        var start = node.LocalTime("start");
        var participants = node.Texts("participants");
        if (!node.Has("start"))
        {
            node.Refuse("start", "start is missing: the local time of the first hand-off, such as 2026-01-05T09:00.");
        }

        if (participants.Count == 0)
        {
            node.Refuse("participants", "Name at least one user.");
        }

        node.Done();
        return start is null || length is null || participants.Count == 0
            ? null
            : Built(node, "start", () => new Rotation(unit, length.Value, start.Value, participants));
    }

    private static Restriction? Restriction(ManifestNode node)
    {
        var days = new HashSet<IsoDayOfWeek>();
        foreach (var word in node.Texts("days"))
        {
            if (Array.FindIndex(Days, day => day.Word == word) is >= 0 and var index)
            {
                days.Add(Days[index].Day);
            }
            else
            {
                node.Refuse("days", $"{word} is no day: use mon, tue, wed, thu, fri, sat, sun.");
            }
        }

        var (from, to) = (Time(node, "from"), Time(node, "to"));
        node.Done();
        return from is null || to is null
            ? null
            : Built(node, "days", () => new Restriction(days, from.Value, to.Value));
    }

    private static LocalTime? Time(ManifestNode node, string name)
    {
        var text = node.Text(name) ?? "00:00";
        if (text == "24:00")
        {
            return LocalTime.Midnight;
        }

        if (Hour.Parse(text) is { Success: true, Value: var time })
        {
            return time;
        }

        node.Refuse(name, $"{text} is no time of day: write it as \"09:00\", with quotes.");
        return null;
    }

    private static Override? Override(ManifestNode node)
    {
        var user = node.Text("user");
        var replaces = node.Text("replaces");
        var (from, to) = (node.Instant("from"), node.Instant("to"));
        foreach (var name in Bounds.Where(name => !node.Has(name)))
        {
            node.Refuse(name, $"{name} is missing: a time such as 2026-02-03T09:00:00Z.");
        }

        node.Done();
        return from is null || to is null
            ? null
            : Built(node, "to", () => new Override(user, replaces, from.Value, to.Value));
    }

    private static T? Built<T>(ManifestNode node, string field, Func<T> build)
        where T : class
    {
        try
        {
            return build();
        }
        catch (DomainException refusal)
        {
            node.Refuse(field, refusal.Message);
            return null;
        }
    }

    private static IEnumerable<Reference> References(Schedule schedule)
    {
        for (var layer = 0; layer < schedule.Layers.Count; layer++)
        {
            foreach (var user in schedule.Layers[layer].Rotation.Participants.Distinct(StringComparer.Ordinal))
            {
                yield return new($"layers[{layer}].rotation.participants", PersonManifest.Kind, user);
            }
        }

        for (var at = 0; at < schedule.Overrides.Count; at++)
        {
            var one = schedule.Overrides[at];
            if (one.User is not null)
            {
                yield return new($"overrides[{at}].user", PersonManifest.Kind, one.User);
            }

            if (one.Replaces is not null)
            {
                yield return new($"overrides[{at}].replaces", PersonManifest.Kind, one.Replaces);
            }
        }
    }

    private static JsonObject Write(Schedule schedule)
    {
        var spec = new JsonObject
        {
            ["timeZone"] = schedule.TimeZone,
            ["layers"] = new JsonArray([.. schedule.Layers.Select(Write)]),
        };
        if (schedule.Overrides.Count > 0)
        {
            spec["overrides"] = new JsonArray([.. schedule.Overrides.Select(Write)]);
        }

        return spec;
    }

    private static JsonObject Write(Layer layer)
    {
        var rotation = layer.Rotation;
        var written = new JsonObject
        {
            ["name"] = layer.Name,
            ["rotation"] = new JsonObject
            {
                ["unit"] = Words.Of(rotation.Unit),
                ["length"] = rotation.Length,
                ["start"] = Start.Format(rotation.Start),
                ["participants"] = Texts(rotation.Participants),
            },
        };
        if (layer.Restrictions.Count > 0)
        {
            written["restrictions"] = new JsonArray([.. layer.Restrictions.Select(Write)]);
        }

        return written;
    }

    private static JsonObject Write(Restriction restriction) =>
        new()
        {
            ["days"] = Texts(Days.Where(day => restriction.Days.Contains(day.Day)).Select(day => day.Word)),
            ["from"] = Hour.Format(restriction.From),
            ["to"] = Hour.Format(restriction.To),
        };

    private static JsonObject Write(Override one)
    {
        var written = new JsonObject();
        if (one.User is not null)
        {
            written["user"] = one.User;
        }

        if (one.Replaces is not null)
        {
            written["replaces"] = one.Replaces;
        }

        written["from"] = InstantPattern.ExtendedIso.Format(one.From);
        written["to"] = InstantPattern.ExtendedIso.Format(one.To);
        return written;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
