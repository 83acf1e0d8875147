using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Slos.Ledger;

namespace Portal.Tests.Slos;

/// <summary>
/// An outage of two hours, replayed slice by slice through a real Prometheus, the ledger and the stored alerts, beside the
/// workbook's own expressions in the rule engine of Prometheus over the same counters.
/// </summary>
/// <remarks>
/// A faster tier holds back the slower ones: they are pending meanwhile and tell nobody. The workbook has no such thing, so
/// what is compared is the burning, pending or firing.
/// </remarks>
public sealed class WorkbookTests(PortalApp app, ITestOutputHelper output)
{
    private const double Slice = 1;

    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Our_alerts_burn_and_calm_within_a_slice_of_the_workbooks_rules_and_of_the_back_test()
    {
        // All of it yesterday: whatever measures by the clock meanwhile finds nothing new.
        var end = SloScene.Now(app, Minute) - (Hour * 24);
        var outage = new Interval(end - (Hour * 9), end - (Hour * 7));
        var scraped = new Interval(outage.Start - (Hour * 24 * 4), end);
        var traffic = new Traffic(Minute, at => Requests(at, outage), at => Failures(at, outage));
        await using var scene = await SloScene.SetAsync(app, traffic.OpenMetrics(scraped));
        await scene.DefineAsync(window: "30d", objective: "0.999", slice: "1m");
        HasTheTiersOfTheWorkbook(scene.Slo.Spec);

        var replay = await SloReplay.OfAsync(scene, scraped.Start);
        await replay.PassAllAsync(outage.Start - (Minute * 5), end);

        var theirs = await Workbook.FireAsync(traffic, scraped);
        var steps = await replay.TransitionsAsync();
        var sums = await HistoryAsync(scene, scraped);
        foreach (var (tier, _, _, _) in Workbook.Tiers)
        {
            var alone = Assert.Single(BackTest.Run(Only(scene.Slo.Spec, tier), sums, scraped));
            var told = Assert.Single(BackTest.Run(scene.Slo.Spec, sums, scraped), period => period.Alert.Name == tier);
            var fired = steps[tier].Single(step => step.To == AlertState.Firing).At;
            var ended = steps[tier].Single(step => step.To == AlertState.Resolved).At;
            var burnt = new Interval(steps[tier].First().At, ended);
            Say(tier, outage, burnt, theirs[tier], alone);

            IsNear(theirs[tier], burnt);
            IsNear(new Interval(alone.Start, alone.End), burnt);
            IsNear(new Interval(told.Start, told.End), new Interval(fired, ended));
        }
    }

    // A busier day than night, the outage in between whatever the time of the test; a failure now and then at all times, and
    // one request in twenty while it lasts.
    private static long Requests(Instant at, Interval outage) =>
        600 + (long)(400 * Math.Sin((at - outage.Start).TotalDays * Math.Tau));

    private static long Failures(Instant at, Interval outage) =>
        outage.Contains(at) ? Requests(at, outage) / 20
        : at.ToUnixTimeSeconds() / 60 % 17 == 0 ? 1
        : 0;

    private static async Task<CumulativeSums> HistoryAsync(SloScene scene, Interval range)
    {
        await using var work = await UnitOfWork.BeginAsync(scene.Get<IDbContextFactory<PortalDb>>(), Cancellation);
        var rows = await work.QueryAsync<SloSlice>(
            "select * from slo_slice where slo_id = @Id and start >= @From and start < @To order by start",
            new
            {
                scene.Slo.Id,
                From = range.Start,
                To = range.End,
            },
            Cancellation
        );
        Assert.Equal(range.Duration / Minute, rows.Count);
        return CumulativeSums.Of(
            new SliceSeries(
                scene.Slo.Spec.Grid,
                [.. rows.Select(row => row.Start)],
                [.. rows.Select(row => row.Good)],
                [.. rows.Select(row => row.Total)]
            ),
            Budgeting.Occurrences
        );
    }

    private static void HasTheTiersOfTheWorkbook(Slo slo) =>
        Assert.Equal(
            string.Join(", ", Workbook.Tiers.Select(tier => Text($"{tier.Tier} {tier.Factor}"))),
            string.Join(
                ", ",
                slo.Alerts.OfType<BurnRateAlert>()
                    .Select(alert => Text($"{alert.Name} {alert.Factor(slo.Window.NominalLength):0.####}"))
            )
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Slo Only(Slo slo, string tier) =>
        new(slo.Service, slo.Sli, slo.Objective, slo.Window, alerts: slo.Alerts.Where(alert => alert.Name == tier));

    private static void IsNear(Interval expected, Interval actual)
    {
        Assert.InRange((actual.Start - expected.Start).TotalMinutes, -Slice, Slice);
        Assert.InRange((actual.End - expected.End).TotalMinutes, -Slice, Slice);
    }

    private void Say(string tier, Interval outage, Interval ours, Interval theirs, FiredPeriod predicted)
    {
        var predicts = new Interval(predicted.Start, predicted.End);
        output.WriteLine(
            $"{tier}: minutes from the beginning and the end of the outage: ours {Minutes(ours, outage)}, "
                + $"the workbook's {Minutes(theirs, outage)}, the back-test's {Minutes(predicts, outage)}"
        );
    }

    private static string Minutes(Interval one, Interval outage) =>
        Text($"{(one.Start - outage.Start).TotalMinutes:0} and {(one.End - outage.End).TotalMinutes:0}");
}
