using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class PartsTests
{
    private static readonly Choice[] Ranges = [new("24h", "24 h"), new("7d", "7 d"), new("30d", "30 d")];

    [Fact]
    public void A_chip_says_it_by_shape_word_and_colour()
    {
        using var stage = new Stage();

        var chip = stage.Render<SeverityChip>(part =>
            part.Add(chip => chip.Severity, "critical").Add(chip => chip.Loudness, Loudness.Solid)
        );

        chip.MarkupMatches(
            """<span class="chip chip-solid is-critical"><svg class="shape" aria-hidden="true"><use href="#s-critical"></use></svg>Critical</span>"""
        );
    }

    [Fact]
    public void An_acknowledged_incident_shows_the_hand()
    {
        using var stage = new Stage();

        var chip = stage.Render<StateChip>(part => part.Add(chip => chip.State, "acknowledged"));

        Assert.Equal("#i-hand", chip.Find("use").GetAttribute("href"));
    }

    [Fact]
    public void A_stat_sets_its_percent_sign_small()
    {
        using var stage = new Stage();

        var stat = stage.Render<Stat>(part =>
            part.Add(stat => stat.Label, "Budget left").Add(stat => stat.Value, Numbers.BudgetLeft(0.056m))
        );

        Assert.Equal("5.6", stat.Find(".stat-value").FirstChild!.TextContent);
        Assert.Equal("%", stat.Find(".stat-value small").TextContent);
    }

    [Theory]
    [InlineData(0.44, "meter-ok", "44%")]
    [InlineData(0.083, "meter-warning", "8.3%")]
    [InlineData(-0.38, "meter-over", "38%")]
    [InlineData(-3.0, "meter-over", "100%")]
    public void A_meter_shows_a_budget_and_hatches_what_is_overspent(double share, string css, string width)
    {
        using var stage = new Stage();

        var meter = stage.Render<Meter>(part =>
            part.Add(meter => meter.Share, (decimal)share).Add(meter => meter.Budget, true)
        );

        Assert.Equal(width, meter.Find($".{css}").GetAttribute("width"));
    }

    [Fact]
    public void A_choice_keeps_the_rest_of_the_address_and_the_default_leaves_it()
    {
        using var stage = new Stage();
        stage
            .Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>()
            .NavigateTo("/slos/1?tab=alerts&range=7d");

        var segmented = stage.Render<Segmented>(part =>
            part.Add(segmented => segmented.Items, Ranges)
                .Add(segmented => segmented.Current, "7d")
                .Add(segmented => segmented.Default, "30d")
                .Add(segmented => segmented.Query, "range")
                .Add(segmented => segmented.Label, "Range")
        );

        var links = segmented.FindAll("a");
        Assert.Equal("/slos/1?tab=alerts&range=24h", links[0].GetAttribute("href"));
        Assert.Equal("/slos/1?tab=alerts", links[2].GetAttribute("href"));
        Assert.Equal("7 d", segmented.Find("[aria-current]").TextContent);
    }

    [Fact]
    public void An_unknown_choice_in_the_address_is_the_default()
    {
        using var stage = new Stage();

        var tabs = stage.Render<Tabs>(part => part.Add(tabs => tabs.Items, Ranges).Add(tabs => tabs.Current, "1y"));

        Assert.Equal("24 h", tabs.Find("[aria-current=page]").TextContent);
    }

    [Fact]
    public void A_moment_carries_utc_for_machines_and_tooltips()
    {
        using var stage = new Stage();

        var moment = stage.Render<Moment>(part =>
            part.Add(moment => moment.At, Instant.FromUtc(2026, 11, 20, 1, 51)).Add(moment => moment.WithZone, true)
        );

        moment.MarkupMatches(
            $"""<time datetime="2026-11-20T01:51:00Z" title="Fri 20 Nov 2026 01:51:00 UTC">02:51{Numbers.NoBreakSpace}CET</time>"""
        );
    }

    [Fact]
    public void A_distance_goes_on_by_script_only_while_it_is_one()
    {
        using var stage = new Stage();

        var near = stage.Render<When>(part => part.Add(when => when.At, stage.GetCurrentInstant()));
        var far = stage.Render<When>(part =>
            part.Add(when => when.At, stage.GetCurrentInstant() - Duration.FromDays(3))
        );

        Assert.Equal("ago", near.Find("time").GetAttribute("data-distance"));
        Assert.False(far.Find("time").HasAttribute("data-distance"));
    }

    [Fact]
    public void A_failure_says_what_still_holds_and_offers_to_try_again()
    {
        using var stage = new Stage();
        var tried = false;
        var failure = stage.Render<Failure>(part =>
            part.Add(failure => failure.What, "prom-eu did not answer within 10 s.")
                .Add(failure => failure.StillHolds, "Alerts keep their state.")
                .Add(failure => failure.OnRetry, () => tried = true)
                .Add(failure => failure.TraceId, "7f3a90c2")
        );

        failure.Find("button.btn:not(.btn-icon)").Click();

        Assert.True(tried);
        Assert.Contains("Alerts keep their state.", failure.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Equal("7f3a90c2", failure.Find("copy-button").GetAttribute("text"));
    }

    [Fact]
    public void A_chart_takes_the_viewers_zone_and_no_points_from_the_circuit()
    {
        using var stage = new Stage();

        var chart = stage
            .Render<TimeChart>(part =>
                part.Add(chart => chart.Source, "/api/v1/slos/1/series").Add(chart => chart.Label, "Budget left")
            )
            .Find("time-chart");

        Assert.Equal("Europe/Berlin", chart.GetAttribute("zone"));
        Assert.False(chart.HasAttribute("data"));
    }
}
