using NodaTime;
using Portal.Domain.Reports;

namespace Portal.Domain.Tests.Reports;

public sealed class AlertQualityTests
{
    private static readonly Instant From = Instant.FromUtc(2026, 11, 1, 0, 0);

    [Fact]
    public void Fires_flaps_and_what_people_did_are_counted_by_rule()
    {
        AlertStep[] steps =
        [
            Step("noisy", -20, fires: false), // over before the period: what follows is a flap
            Step("noisy", 5, fires: true),
            Step("noisy", 10, fires: false),
            Step("noisy", 40, fires: true), // exactly 30 min later
            Step("noisy", 50, fires: false),
            Step("noisy", 81, fires: true), // 31 min later
            Step("useful", 60, fires: true),
        ];
        RuleIncident[] incidents =
        [
            new("noisy", 1, IsPaged: true, IsAcknowledged: false, IsActedOn: false),
            new("useful", 2, IsPaged: true, IsAcknowledged: true, IsActedOn: true),
            new("useful", 3, IsPaged: false, IsAcknowledged: false, IsActedOn: false),
        ];

        var quality = AlertQuality.Of(["useful", "silent"], steps, incidents, From);

        Assert.Equal(
            [new("noisy", 3, 1, 1, 0, 0, 2), new("useful", 1, 2, 1, 1, 1, 0), new("silent", 0, 0, 0, 0, 0, 0)],
            quality
        );
        Assert.Equal([0m, 0.5m, null], quality.Select(rule => rule.ActionableShare));
        Assert.Equal([true, false, false], quality.Select(rule => rule.IsNeverActedOn));
    }

    private static AlertStep Step(string rule, int minute, bool fires) =>
        new(rule, "f", From + Duration.FromMinutes(minute), fires);
}
