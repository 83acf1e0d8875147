using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class CompositeSliTests
{
    private static readonly SliceSums NoData = new(0, 0, 0, 60);

    [Fact]
    public void Known_answers_of_the_field()
    {
        foreach (var vector in SloVector.Section("composite"))
        {
            var members = vector.Text("members")!.Split(',', StringSplitOptions.TrimEntries).Select(Member).ToList();
            var sums = Combined(CompositeMethod.Weighted, members);
            var sli = vector.Number("sli") ?? members[0].Sums.Ratio;
            var budget = ErrorBudget.Of(
                Objective.Of(vector.Number("target")!.Value),
                sums.Bad,
                sums.Total,
                Duration.FromDays(30)
            );

            Assert.Equal(sli, sums.Ratio);
            Assert.Equal(vector.Number("consumed") ?? budget.Consumed, Math.Round(budget.Consumed, 12));
            Assert.Equal(vector.Number("remaining") ?? budget.Remaining, Math.Round(budget.Remaining, 12));
        }
    }

    [Fact]
    public void A_member_without_data_takes_its_weight_from_what_is_known()
    {
        var sums = Combined(CompositeMethod.Weighted, [(3, An.Sums(5, 1000)), (7, NoData)]);

        Assert.Equal((0.995m, 0.3m, false), (sums.Ratio, sums.Coverage, sums.IsCovered));
        Assert.True(Combined(CompositeMethod.Weighted, [(19, An.Sums(5, 1000)), (1, NoData)]).IsCovered);
        Assert.False(Combined(CompositeMethod.WorstOf, [(19, An.Sums(5, 1000)), (1, NoData)]).IsCovered);
        Assert.False(Combined(CompositeMethod.AllGood, [(19, An.Sums(5, 1000)), (1, NoData)]).IsCovered);
    }

    [Theory]
    [InlineData(CompositeMethod.Weighted)]
    [InlineData(CompositeMethod.WorstOf)]
    [InlineData(CompositeMethod.AllGood)]
    public void Members_that_are_measured_alike_lose_no_slice_together(CompositeMethod method)
    {
        for (var expected = 1; expected <= 400; expected++)
        {
            for (var measured = expected * 9 / 10; measured <= expected; measured++)
            {
                var member = new SliceSums(9, 10, measured, expected);
                var sums = Combined(method, [(1, member), (2, member), (4, member)]);

                Assert.Equal((measured, member.IsCovered), (sums.Measured, sums.IsCovered));
            }
        }
    }

    [Fact]
    public void A_busy_member_does_not_outweigh_a_quiet_one()
    {
        var sums = Combined(CompositeMethod.Weighted, [(1, An.Sums(0, 1_000_000)), (1, An.Sums(5, 10))]);

        Assert.Equal((0.75m, 1_000_010m), (sums.Ratio, sums.Total));
    }

    [Fact]
    public void The_worst_counts_and_parts_in_series_multiply()
    {
        (decimal, SliceSums)[] members = [(1, An.Sums(10, 100)), (1, An.Sums(1, 100)), (1, An.Sums(0, 0))];

        Assert.Equal(0.9m, Combined(CompositeMethod.WorstOf, members).Ratio);
        Assert.Equal(0.891m, Combined(CompositeMethod.AllGood, members).Ratio);
    }

    [Fact]
    public void The_shares_of_the_failures_are_all_of_them()
    {
        SliceSums[] sums = [An.Sums(10, 100), An.Sums(20, 100), NoData, An.Sums(0, 50)];
        foreach (var method in Enum.GetValues<CompositeMethod>())
        {
            var composite = new CompositeSli(method, [new("a", 6), new("b", 1), new("c"), new("d")]);
            var shares = composite.Shares(sums);

            Assert.Equal(1, Math.Round(shares.Sum(), 15));
            Assert.Equal(0, shares[2] + shares[3]);
            Assert.Equal(method == CompositeMethod.Weighted, shares[0] > shares[1]);
            Assert.All(composite.Shares([.. sums.Select(_ => An.Sums(0, 10))]), share => Assert.Equal(0, share));
        }
    }

    [Fact]
    public void Three_levels_are_counted_and_a_circle_is_more()
    {
        var known = new Dictionary<string, Sli>(StringComparer.Ordinal)
        {
            ["leaf"] = An.Sli,
            ["inner"] = Composite("leaf", "leaf-2"),
            ["middle"] = Composite("inner", "leaf"),
            ["circle"] = Composite("circle", "leaf"),
        };

        Assert.Equal(1, Composite("leaf", "leaf-2").Levels(known.GetValueOrDefault));
        Assert.Equal(3, Composite("middle", "leaf").Levels(known.GetValueOrDefault));
        known["outer"] = Composite("middle", "leaf");
        Assert.True(Composite("outer", "leaf").Levels(known.GetValueOrDefault) > CompositeSli.MostLevels);
        Assert.True(((CompositeSli)known["circle"]).Levels(known.GetValueOrDefault) > CompositeSli.MostLevels);
    }

    [Fact]
    public void What_is_no_composite_is_refused()
    {
        Assert.Contains("2 to 25", Refusal("a"), StringComparison.Ordinal);
        Assert.Contains("member twice", Refusal("a", "a"), StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => new CompositeSli(CompositeMethod.Weighted, [new("a", 0), new("b")]));
        Assert.Throws<DomainException>(() =>
            new Slo(
                "shop",
                Composite("a", "b"),
                Objective.Of(0.9m),
                new RollingWindow(Duration.FromDays(30)),
                Budgeting.RatioTimeslices
            )
        );
    }

    [Fact]
    public void Composites_of_the_same_parts_are_the_same()
    {
        Assert.Equal(Composite("a", "b"), Composite("a", "b"));
        Assert.NotEqual(Composite("a", "b"), Composite("b", "a"));
    }

    [Fact]
    public void The_past_of_a_composite_is_that_of_its_members()
    {
        var history = new History().Then(600).Then(30, errorRatio: 0.5m).Then(30);
        var sums = new CompositeSums(
            new CompositeSli(CompositeMethod.Weighted, [new("a", 3), new("b")]),
            [(Budgeting.Occurrences, history.Sums()), (Budgeting.Occurrences, new History().Then(660).Sums())]
        );

        var fired = BackTest.Run(An.Slo(alerts: An.Alert()), sums, history.All);

        // Three quarters of the burn of its failing member.
        var alone = Assert.Single(BackTest.Run(An.Slo(alerts: An.Alert()), history.Sums(), history.All));
        Assert.Equal(alone.Peak * 3 / 4, Assert.Single(fired).Peak);
    }

    private static CompositeSli Composite(params string[] members) =>
        new(CompositeMethod.Weighted, [.. members.Select(member => new CompositeMember(member))]);

    private static string Refusal(params string[] members) =>
        Assert.Throws<DomainException>(() => Composite(members)).Message;

    private static SliceSums Combined(CompositeMethod method, IReadOnlyList<(decimal Weight, SliceSums Sums)> members)
    {
        // A single member is no composite; beside one without weight to speak of it is.
        var all = members.Count > 1 ? members : [.. members, (members[0].Weight, members[0].Sums)];
        return new CompositeSli(
            method,
            [.. all.Select((member, i) => new CompositeMember($"member-{i}", member.Weight))]
        ).Combine([.. all.Select(member => member.Sums)]);
    }

    // w3 .995, or w7 NO_DATA.
    private static (decimal Weight, SliceSums Sums) Member(string text)
    {
        var parts = text.Split(' ');
        var weight = decimal.Parse(parts[0][1..], System.Globalization.CultureInfo.InvariantCulture);
        return parts[1] == "NO_DATA"
            ? (weight, NoData)
            : (
                weight,
                An.Sums(
                    1000 - (1000 * decimal.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)),
                    1000
                )
            );
    }
}
