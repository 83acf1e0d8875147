using System.Text.Json.Nodes;
using NodaTime.Text;
using Portal.Domain.Reports;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Reports;

public sealed class InterruptionTests
{
    private static readonly JsonNode Recorded = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "oncall", "metrics", "interruptions.json"))
    )!;

    [Fact]
    public void Recorded_times_fall_into_their_classes()
    {
        foreach (var one in Recorded["classify"]!.AsArray())
        {
            var at = InstantPattern.General.Parse((string)one!["instantUtc"]!).Value;
            var found = Interruption.ClassOf(at, Zones.Find((string)one["userTimeZone"]!));

            Assert.Equal((string)one["expected"]!, found.ToString().ToLowerInvariant());
        }
    }

    [Fact]
    public void Messages_within_a_minute_are_one_interruption_and_mails_none()
    {
        var counted = Interruption
            .Of(Recorded["merge"]!["input"]!.AsArray().Select(Message))
            .CountBy(one => one.User, StringComparer.Ordinal);

        Assert.Equal(
            Recorded["merge"]!["expected"]!
                .AsObject()
                .ToDictionary(one => one.Key, one => (int)one.Value!, StringComparer.Ordinal),
            counted.ToDictionary(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_person_s_load_is_told_in_their_own_hours()
    {
        var messages = Recorded["merge"]!["input"]!.AsArray().Select(Message).ToList();

        var load = PersonalLoad.Of(messages, user => Zones.Find(user == "ana" ? "Europe/Berlin" : "Asia/Tokyo"));

        Assert.Equal([new("ana", 0, 0, 2, 1), new("bo", 1, 0, 0, 0)], load);
    }

    private static PageMessage Message(JsonNode? one) =>
        new(
            (string)one!["user"]!,
            InstantPattern.General.Parse((string)one["at"]!).Value,
            (string)one["via"]! != "email"
        );
}
