using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Slos.Reading;

namespace Portal.Tests.Slos;

// Longer than other files: every way of correcting is asked of one scene.
/// <summary>Corrections of a ledger that a real Prometheus fills, before, while and after they are in force.</summary>
public sealed class CorrectionLedgerTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static readonly Traffic Uneven = new(
        Step,
        at => 20 + (at.ToUnixTimeSeconds() / 10 % 13),
        at => at.ToUnixTimeSeconds() / 10 % 7 % 3
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Occurrences", "")]
    [InlineData("Timeslices", ", timeSliceTarget: 0.95")]
    [InlineData("RatioTimeslices", "")]
    public async Task What_is_excluded_is_gone_from_every_sum_and_comes_back_to_the_last_digit(
        string method,
        string more
    )
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await MeasuredAsync(now, method, more);
        var before = await scene.StatusAsync(now);
        var outage = new Interval(now - Duration.FromMinutes(40), now - Duration.FromMinutes(10));

        await scene.CorrectAsync("exclude", outage);
        var corrected = await scene.StatusAsync(now);
        await scene.MeasuredAsync(now + (Step * 2));
        var (listed, read) = await ListedAsync(scene);
        await scene.Get<ManifestApplier>().DeleteAsync(Actor.Portal, "Correction", $"{scene.Name}-c", Cancellation);
        var after = await scene.StatusAsync(now);

        Assert.Equal(1, corrected.Coverage);
        Assert.Equal(read.Budget, listed.Budget);
        Assert.Equal(Kept(method, now, outage), (corrected.Bad, corrected.Total), Digits.Instance);
        Assert.Equal((before.Bad, before.Total, before.Budget), (after.Bad, after.Total, after.Budget));
    }

    [Fact]
    public async Task What_counts_as_good_keeps_its_events_and_loses_its_errors()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await MeasuredAsync(now, "Occurrences", "");
        var before = await scene.StatusAsync(now);
        var outage = new Interval(now - Duration.FromMinutes(40), now - Duration.FromMinutes(10));

        await scene.CorrectAsync("countAsGood", outage);
        var corrected = await scene.StatusAsync(now);

        Assert.Equal(before.Total, corrected.Total);
        Assert.Equal(before.Bad - Uneven.Between(outage.Start, outage.End).Bad, corrected.Bad);
    }

    [Theory]
    [InlineData("exclude", "Excluded: drill")]
    [InlineData("countAsGood", "Counted as good: drill")]
    public async Task History_and_charts_show_where_it_lies_and_what_was_measured(string effect, string title)
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await MeasuredAsync(now, "Timeslices", ", timeSliceTarget: 0.95");
        using var client = await app.ProgramAsync();
        var (from, to) = (InstantPattern.General.Format(now - Hour), InstantPattern.General.Format(now));
        var address = $"/api/v1/slos/{scene.Name}/history?from={from}&to={to}&maxPoints=2";
        var before = await ReadAsync(client, address);
        // Fifty of 360 slices: whatever the phase of the traffic, without them another share is bad than with them.
        var outage = new Interval(now - Duration.FromMinutes(40), now - Duration.FromMinutes(40) + (Step * 50));
        await scene.CorrectAsync(effect, outage);

        var after = await ReadAsync(client, address);
        var budget = await ReadAsync(client, $"/api/v1/slos/{scene.Name}/charts/budget?from={from}&to={to}");
        var burn = await ReadAsync(client, $"/api/v1/slos/{scene.Name}/charts/burn?from={from}&to={to}");

        // At the beginning of the range the correction is still to come; at its end the window holds it.
        Assert.Equal((null, null), (Value(before, "budgetRemainingRaw", 0), Value(before, "budgetRemainingRaw", 1)));
        Assert.Null(Value(after, "budgetRemainingRaw", 0));
        Assert.Equal(Value(before, "budgetRemaining", 1), Value(after, "budgetRemainingRaw", 1));
        var status = await scene.StatusAsync(now);
        Assert.Equal(Math.Round(status.Budget.Remaining, 9), Value(after, "budgetRemaining", 1));
        foreach (var chart in new[] { budget, burn })
        {
            var band = Assert.Single(chart.GetProperty("bands").EnumerateArray());
            Assert.Equal(("correction", title), (Text(band, "kind"), Text(band, "title")));
            Assert.Equal(outage.Start.ToUnixTimeSeconds(), band.GetProperty("from").GetInt64());
            Assert.Equal(outage.End.ToUnixTimeSeconds(), band.GetProperty("to").GetInt64());
        }

        Assert.Equal(
            "budget left, as measured",
            string.Join(", ", budget.GetProperty("series").EnumerateArray().Select(series => Text(series, "name")))
        );
    }

    [Fact]
    public async Task What_is_measured_later_within_a_correction_is_corrected_at_once()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await MeasuredAsync(now, "Occurrences", "");
        await scene.CorrectAsync("exclude", new(now, now + Duration.FromHours(1)));

        await scene.MeasuredAsync(now + Step * 2);
        var status = await scene.StatusAsync(now + Step * 2);

        var (bad, total) = Uneven.Between(now + Step * 2 - Hour, now);
        Assert.Equal((bad, total, 1m), (status.Bad, status.Total, status.Coverage));
    }

    [Fact]
    public async Task A_correction_that_is_tried_counts_the_time_of_overlapping_occurrences_once_and_tells_the_next()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await MeasuredAsync(now, "Occurrences", "");
        var first = (now - Duration.FromHours(25)).InUtc().LocalDateTime;
        var daily = new Correction(
            scene.Name,
            CorrectionEffect.Exclude,
            "drill",
            DateTimeZone.Utc,
            first,
            Duration.FromHours(30),
            Recurrence.Parse("FREQ=DAILY")
        );

        var tried = await scene.Get<CorrectionEffects>().TryAsync(Actor.Portal, scene.Slo, daily, Cancellation);

        Assert.Equal(2, tried.Occurrences);
        Assert.Equal((tried.Before.Bad, 0m), (tried.Within.Bad, tried.After.Bad));
        Assert.Equal(now + Duration.FromHours(23), tried.Next!.Value.Start);
    }

    [Fact]
    public async Task A_new_generation_is_measured_with_the_corrections_that_are_there()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await MeasuredAsync(now, "Occurrences", "");
        var outage = new Interval(now - Duration.FromMinutes(40), now - Duration.FromMinutes(10));
        await scene.CorrectAsync("exclude", outage);

        await scene.DefineAsync(bad: "requests_total{code=\"200\"}");
        await scene.BackfilledAsync();
        var turned = await scene.StatusAsync(now);

        var (whole, part) = (Uneven.Between(now - Hour, now), Uneven.Between(outage.Start, outage.End));
        Assert.Equal(whole.Total - part.Total, turned.Total);
        Assert.Equal(whole.Total - whole.Bad - (part.Total - part.Bad), turned.Bad);
    }

    [Theory]
    [InlineData("slo: nowhere", "spec.slo")]
    [InlineData("effect: forget", "spec.effect")]
    [InlineData("rrule: FREQ=SOMETIMES", "spec.rrule")]
    [InlineData("timeZone: Mars/X", "spec.timeZone")]
    [InlineData("duration: 0s", "spec")]
    [InlineData("from: soon", "spec.from")]
    public async Task Bad_input_names_its_field_and_changes_nothing(string wrong, string field)
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await MeasuredAsync(now, "Occurrences", "");
        var name = wrong.Split(':')[0];
        var lines = new[]
        {
            $"slo: {scene.Name}",
            "effect: exclude",
            "from: 2026-06-14T02:00",
            "duration: 2h",
            "timeZone: Europe/Berlin",
            "reason: drill",
        };
        var spec = string.Join(
            "\n  ",
            lines.Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal)).Append(wrong)
        );
        var yaml = $"apiVersion: portal/v1\nkind: Correction\nmetadata: {{ name: {scene.Name}-c }}\nspec:\n  {spec}\n";

        var results = await scene
            .Get<ManifestApplier>()
            .ApplyAsync(Actor.Portal, ManifestReader.Read(yaml), dryRun: false, Cancellation);

        var error = Assert.Single(results.Results[0].Errors);
        Assert.StartsWith(field, error.Path, StringComparison.Ordinal);
        Assert.Null(scene.Get<IDefinitions>().Find<Correction>($"{scene.Name}-c"));
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string address) =>
        JsonDocument.Parse(await client.GetStringAsync(address, Cancellation)).RootElement;

    private static decimal? Value(JsonElement history, string column, int at) =>
        history.GetProperty(column)[at] is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<SloScene> MeasuredAsync(Instant now, string method, string more)
    {
        var scene = await SloScene.SetAsync(
            app,
            Uneven.OpenMetrics(new Interval(now - Duration.FromHours(4), now + Duration.FromMinutes(5)))
        );
        await scene.DefineIndicatorAsync(
            "{ ratioMetric: { counter: true, bad: { metricSource: { metricSourceRef: BACKEND, spec: { query: 'requests_total{code=\"500\"}' } } }, total: { metricSource: { metricSourceRef: BACKEND, spec: { query: requests_total } } } } }",
            "target: 0.9" + more,
            method
        );
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);
        return scene;
    }

    /// <summary>What lists say, by the sums that the last pass kept, and what the ledger says of that instant.</summary>
    private static async Task<(SloStatus Listed, SloStatus Read)> ListedAsync(SloScene scene)
    {
        var listed = await scene.Get<SloLedger>().OverviewAsync([scene.Slo], Cancellation);
        return (listed[0].Status, await scene.StatusAsync(listed[0].Status.Window.End));
    }

    /// <summary>Brute force over the slices that are left.</summary>
    private static (decimal Bad, decimal Total) Kept(string method, Instant now, Interval without)
    {
        var (bad, total) = (0m, 0m);
        for (var at = now - Hour; at < now; at += Step)
        {
            if (without.Contains(at))
            {
                continue;
            }

            var (failures, requests) = (Uneven.Failures(at), Uneven.Requests(at));
            (decimal Bad, decimal Total) slice = method switch
            {
                "Occurrences" => (failures, requests),
                "Timeslices" => (requests - failures >= 0.95m * requests ? 0 : 1, 1),
                _ => (Math.Round((decimal)failures / requests, 12), 1),
            };
            (bad, total) = (bad + slice.Bad, total + slice.Total);
        }

        return (bad, total);
    }

    private sealed class Digits : IEqualityComparer<(decimal Bad, decimal Total)>
    {
        public static readonly Digits Instance = new();

        public bool Equals((decimal Bad, decimal Total) x, (decimal Bad, decimal Total) y) =>
            Math.Abs(x.Bad - y.Bad) < 0.000_000_001m && x.Total == y.Total;

        public int GetHashCode((decimal Bad, decimal Total) obj) => obj.Total.GetHashCode();
    }
}
