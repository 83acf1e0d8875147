using Bunit;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Pages;
using Portal.Slos.Preview;
using Portal.Slos.Reading;
using Portal.Tests.Ui;

namespace Portal.Tests.Slos.Pages;

public sealed class SloPartsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 6);

    [Fact]
    public void The_service_with_the_worst_SLO_stands_first_and_within_it_the_worst_SLO()
    {
        var rows = SloRows.Of(
            [
                Overview("met", "calm", bad: 10),
                Overview("low", "hot", bad: 90),
                Overview("missed", "hot", bad: 200),
                Overview("unknown", "dark", bad: 0, measured: 10),
            ],
            new SloFilter(null, null, null, null, null),
            _ => "shop",
            most: 100
        );

        Assert.Equal(
            "hot: missed low; dark: unknown; calm: met",
            string.Join(
                "; ",
                rows.Groups.Select(group => $"{group.Service}: {string.Join(' ', group.Rows.Select(row => row.Name))}")
            )
        );
        Assert.Equal((4, 2, "4 SLOs · 2 met, 1 breached, 1 no data"), (rows.All, rows.NeedAttention, rows.Summary));
    }

    [Fact]
    public void Filters_of_the_address_are_taken_together()
    {
        var all = new[] { Overview("missed", "hot", bad: 200), Overview("met", "hot", bad: 10) };

        var attention = SloRows.Of(all, new SloFilter("attention", "HOT", null, "hot", "shop"), _ => "shop", 100);
        var nothing = SloRows.Of(all, new SloFilter(null, null, "met", "other", null), _ => null, 100);

        Assert.Equal("missed", Assert.Single(Assert.Single(attention.Groups).Rows).Name);
        Assert.Empty(nothing.Groups);
    }

    [Theory]
    [InlineData("budget", "missed low met unknown")]
    [InlineData("-budget", "met low missed unknown")]
    [InlineData("name", "low met missed unknown")]
    [InlineData("-name", "unknown missed met low")]
    [InlineData("sideways", "missed low unknown met")] // worst first
    public void A_column_of_the_address_orders_all_services_together_and_what_is_unknown_stands_last(
        string sort,
        string names
    )
    {
        var all = new[]
        {
            Overview("met", "calm", bad: 10),
            Overview("low", "hot", bad: 90),
            Overview("missed", "hot", bad: 200),
            Overview("unknown", "dark", bad: 0, measured: 10),
        };

        var rows = SloRows.Of(all, new SloFilter(null, null, null, null, null), _ => null, 100, SloSort.Of(sort));

        Assert.Equal(names, string.Join(' ', rows.Groups.SelectMany(group => group.Rows).Select(row => row.Name)));
        Assert.Equal(sort is "sideways" ? 3 : 1, rows.Groups.Count);
    }

    [Fact]
    public void A_head_is_pressed_for_its_column_for_the_other_way_and_for_worst_first_again()
    {
        var (once, twice) = (SloSort.Of("burn"), SloSort.Of("-burn"));

        Assert.Equal(
            ("burn", "-burn", null, "name"),
            (SloSort.Worst.Next("burn"), once.Next("burn"), twice.Next("burn"), once.Next("name"))
        );
        Assert.Equal(("descending", "ascending", null), (once.Aria("burn"), twice.Aria("burn"), once.Aria("name")));
        Assert.Equal("ascending", SloSort.Of("budget").Aria("budget"));
    }

    [Theory]
    [InlineData(true, "Nothing of it is spent")]
    [InlineData(false, "Not known")]
    public void What_is_not_measured_is_not_unspent(bool isKnown, string words)
    {
        using var stage = new Stage();
        var slo = Slo([]);
        var status = SloStatus.Of(slo, Reading(slo, bad: 0, measured: 1000), []);

        var part = stage.Render<SloSpending>(parameters =>
            parameters
                .Add(spending => spending.Slo, slo)
                .Add(
                    spending => spending.Spent,
                    new SpentRange(status.Window, new SliceSums(1000, 1000, 1000, 1000), 1, [], [])
                )
                .Add(spending => spending.Period, Duration.FromDays(30))
                .Add(spending => spending.IsKnown, isKnown)
        );

        Assert.Contains(words, part.Markup, StringComparison.Ordinal);
        Assert.Equal(isKnown, part.FindAll(".meta").Count > 0);
    }

    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=SU", "Every week on Sunday at 02:00 for 2 h, UTC, from 20 Nov 2026")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU,FR", "Every week on Tuesday, Friday at 02:00 for 2 h, UTC, from 20 Nov 2026")]
    [InlineData("FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=2TU at 02:00 for 2 h, UTC, from 20 Nov 2026")]
    public void A_weekly_correction_names_its_days(string rule, string words)
    {
        var correction = new Correction(
            "orders",
            CorrectionEffect.Exclude,
            "drill",
            DateTimeZone.Utc,
            new LocalDateTime(2026, 11, 20, 2, 0),
            Duration.FromHours(2),
            Domain.Time.Recurrence.Parse(rule)
        );

        Assert.Equal(words, CorrectionWords.When(correction).Replace('\u00a0', ' '));
    }

    [Fact]
    public void An_alert_says_what_it_is_and_since_when_in_words()
    {
        using var stage = new Stage();
        var slo = Slo(
            BurnRatePresets.For(new RollingWindow(Duration.FromDays(30)), Objective.Of(0.999m), SliceGrid.Default)
        );
        var status = SloStatus.Of(slo, Reading(slo, bad: 200, measured: 1000), []);
        var since = new Dictionary<string, Instant>(StringComparer.Ordinal)
        {
            ["fast-burn"] = Now - Duration.FromMinutes(4),
        };

        var part = stage.Render<SloAlerts>(parameters =>
            parameters.Add(alerts => alerts.Status, status).Add(alerts => alerts.Since, since)
        );

        var words = part.FindAll(".chip").Select(chip => chip.TextContent).ToList();
        Assert.Equal("Firing since 03:02", words[0].Replace('\u00a0', ' '));
        Assert.Equal("Held back by 1 h and 5 min", words[1].Replace('\u00a0', ' '));
    }

    [Fact]
    public void Tiers_are_switches_that_say_what_they_would_have_done()
    {
        using var stage = new Stage();
        var window = new RollingWindow(Duration.FromDays(30));
        var presets = BurnRatePresets.For(window, Objective.Of(0.999m), SliceGrid.Default);
        var toggled = "";

        var part = stage.Render<SloTiers>(parameters =>
            parameters
                .Add(tiers => tiers.Presets, presets)
                .Add(tiers => tiers.Frame, Slo(presets))
                .Add(tiers => tiers.Off, new HashSet<string>(StringComparer.Ordinal) { "slow-burn" })
                .Add(tiers => tiers.Fired, [new FiredPeriod(presets[0], Now, null, 20)])
                .Add(tiers => tiers.OnToggle, name => toggled = name)
        );

        Assert.Equal(
            "1 time, never, off, never",
            string.Join(", ", part.FindAll("td[data-tight]").Select(cell => cell.TextContent))
        );
        Assert.Equal("2 % in 1 h", part.Find("input").GetAttribute("aria-label")!.Replace('\u00a0', ' '));
        part.Find("input").Change(false);
        Assert.Equal("fast-burn", toggled);
    }

    private static SloOverview Overview(string name, string service, decimal bad, int measured = 1000)
    {
        var slo = Slo([], service, 0.9m);
        var definition = new Definition<Slo>(Guid.NewGuid(), name, LabelSet.Empty, slo, 1, Now, "ana");
        return new(definition, SloStatus.Of(slo, Reading(slo, bad, measured), []), null);
    }

    private static Slo Slo(IReadOnlyList<BurnRateAlert> alerts, string service = "shop", decimal objective = 0.999m)
    {
        var read = SloDraft.Slo(ManifestReader.Read(Manifest.Slo)[0])!;
        return new Slo(
            service,
            read.Sli,
            Objective.Of(objective),
            new RollingWindow(Duration.FromDays(30)),
            alerts: alerts
        );
    }

    private static SloReading Reading(Slo slo, decimal bad, int measured)
    {
        var sums = new SliceSums(1000 - bad, 1000, measured, 1000);
        return new(Now, sums, slo.LookBacks.ToDictionary(lookBack => lookBack, _ => sums), []);
    }
}
