using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

/// <summary>Reads the cases of Vectors/oncall and turns their words into ours.</summary>
internal static class Recorded
{
    /// <summary>One row per case of the file, but for those that a test of their own settles: its number and its name.</summary>
    public static TheoryData<int, string> Cases(string file, string list = "vectors", params string[] except)
    {
        var cases = new TheoryData<int, string>();
        foreach (var (number, vector) in Read(file, list).Index())
        {
            var name = (string?)vector!["name"] ?? $"{list} {number}";
            if (!except.Contains(name, StringComparer.Ordinal))
            {
                cases.Add(number, name);
            }
        }

        return cases;
    }

    public static JsonNode Case(string file, int number, string list = "vectors") => Read(file, list)[number]!;

    public static JsonNode Named(string file, string name) =>
        Read(file, "vectors").Single(vector => vector!.Text("name") == name)!;

    public static string Text(this JsonNode node, string name) => (string)node[name]!;

    public static Instant Utc(this JsonNode node, string name) =>
        InstantPattern.ExtendedIso.Parse(node.Text(name)).Value;

    public static LocalDateTime Local(this JsonNode node, string name) =>
        LocalDateTime.FromDateTime(DateTime.Parse(node.Text(name), CultureInfo.InvariantCulture));

    public static LocalTime Clock(this JsonNode node, string name) =>
        LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(node.Text(name)).Value;

    public static DateTimeZone Zone(this JsonNode node) => Zones.Find(node.Text("timeZone"));

    public static string[] Texts(this JsonNode node, string name) =>
        [.. node[name]!.AsArray().Select(text => (string)text!)];

    public static IsoDayOfWeek Day(string name) =>
        Enum.GetValues<IsoDayOfWeek>()
            .Single(day => day.ToString().StartsWith(name, StringComparison.OrdinalIgnoreCase));

    public static Rotation Rotation(this JsonNode node, params string[] participants)
    {
        var length = (int)node["shiftLength"]!;
        var (unit, turn) = node.Text("type") switch
        {
            "hourly" => (RotationUnit.Hour, length),
            "daily" => (RotationUnit.Day, length),
            "weekly" => (RotationUnit.Week, length),
            "monthly" => (RotationUnit.Month, length),
            "yearly" => (RotationUnit.Month, 12 * length),
            var other => throw new InvalidDataException($"Unknown rotation {other}."),
        };
        return new Rotation(
            unit,
            turn,
            node.Local("startLocal"),
            participants is [] ? ["ana", "bo", "chi"] : participants
        );
    }

    /// <summary>A rule with days, from and to is our restriction.</summary>
    public static Restriction Restriction(this JsonNode rule) =>
        new(rule.Texts("days").Select(Day).ToHashSet(), rule.Clock("from"), rule.Clock("to"));

    /// <summary>Somebody who is on call in these hours whatever the date: a rotation of one person.</summary>
    public static Layer Always(string user, params Restriction[] hours) =>
        new(user, new Rotation(RotationUnit.Day, 1, new LocalDateTime(2015, 1, 1, 0, 0), [user]), hours);

    private static JsonArray Read(string file, string list) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "oncall", file)))![
            list
        ]!.AsArray();
}
