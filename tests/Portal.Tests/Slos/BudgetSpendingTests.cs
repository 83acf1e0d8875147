using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Incidents;
using Portal.Slos.Reading;

namespace Portal.Tests.Slos;

/// <summary>Where a budget went, by incident and by label, from a real Prometheus.</summary>
public sealed class BudgetSpendingTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_incident_has_what_was_bad_while_it_lasted_and_the_rest_is_background()
    {
        var now = SloScene.Now(app, Step);
        var (first, second) = (Range(now, 50, 40), Range(now, 20, 0));
        var traffic = new Traffic(
            Step,
            _ => 100,
            at =>
                first.Contains(at) ? 30
                : second.Contains(at) ? 50
                : at.ToUnixTimeSeconds() / 10 % 4 == 0 ? 1
                : 0
        );
        await using var scene = await SloScene.SetAsync(
            app,
            traffic.OpenMetrics(new Interval(now - Duration.FromHours(4), now + Duration.FromMinutes(5)))
        );
        await scene.DefineAsync();
        var one = await OpenAsync(scene, first.Start, first.End);
        var two = await OpenAsync(scene, second.Start, null);
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);

        var spent = await scene.Get<BudgetSpending>().OfAsync(Actor.Portal, scene.Slo, null, Cancellation);

        Assert.Equal(
            $"#{two}, #{one}, After v7, ",
            string.Join(
                ", ",
                spent.Shares.Select(share =>
                    share.Cause is { Href: null } deployed ? deployed.Title : share.Share.Cause
                )
            )
        );
        Assert.Equal(traffic.Between(first.Start, first.End).Bad, spent.Shares[1].Share.Bad);
        Assert.Equal(spent.Consumed, spent.Shares.Sum(share => share.Share.Consumed), 20);
        Assert.Equal($"#{two}", Assert.Single(spent.Open).Key);
        Assert.Equal("3\u00A0min after v7", spent.Shares[1].Cause!.Deployed);
    }

    [Fact]
    public async Task The_worst_values_of_the_last_hour_are_told_apart_by_the_label_that_tells_most()
    {
        var now = SloScene.Now(app, Step);
        var lines = new System.Text.StringBuilder("# TYPE hits counter\n");
        foreach (
            var (route, code, perStep) in new[]
            {
                ("/pay", 500, 9),
                ("/pay", 200, 10),
                ("/cart", 500, 1),
                ("/cart", 200, 200),
            }
        )
        {
            for (var step = -720; step <= 30; step++)
            {
                lines.Append(
                    CultureInfo.InvariantCulture,
                    $"hits_total{{route=\"{route}\",code=\"{code}\",instance=\"a\"}} {(step + 720) * perStep} {(now + Step * step).ToUnixTimeSeconds()}\n"
                );
            }
        }

        await using var scene = await SloScene.SetAsync(app, lines.ToString());
        await scene.DefineAsync(bad: "hits_total{code=~\"5..\"}", total: "hits_total");

        var worst = await scene.Get<FindWorst>().AskAsync(Actor.Portal, scene.Slo.Spec, null, null, Cancellation);
        scene.Prometheus.Kill();
        var unknown = await scene.Get<FindWorst>().AskAsync(Actor.Portal, scene.Slo.Spec, null, null, Cancellation);

        Assert.Equal("route", worst.Values!.Label);
        Assert.Equal("/pay /cart", string.Join(' ', worst.Values.Values.Select(value => value.Value)));
        Assert.Equal(0.9, (double)worst.Values.Values[0].Share, 6);
        Assert.Null(unknown.Values);
        Assert.NotNull(unknown.Failure);
    }

    private static Interval Range(Instant now, int fromMinutes, int toMinutes) =>
        new(now - Duration.FromMinutes(fromMinutes), now - Duration.FromMinutes(toMinutes));

    private static async Task<long> OpenAsync(SloScene scene, Instant from, Instant? to)
    {
        await using var work = await UnitOfWork.BeginAsync(scene.Get<IDbContextFactory<PortalDb>>(), Cancellation);
        var service = scene.Slo.Spec.Service;
        var key = GroupKey.Of(service, $"rule-{from}", Severity.High);
        var opening = new IncidentOpening(
            "Payments fail",
            Severity.High,
            key,
            service,
            null,
            null,
            null,
            ImpactStart: from
        );
        var number = await IncidentStore.NextNumberAsync(work, Cancellation);
        var incident = Incident.Open(opening, number, from + Duration.FromSeconds(1));
        work.Db.Add(incident);
        if (to is { } end)
        {
            work.Db.Add(
                new Deployment
                {
                    Service = service,
                    Version = "v7",
                    At = from - Duration.FromMinutes(3),
                    By = "chen",
                }
            );
            incident.Resolve("chen", end);
        }

        await work.Db.SaveChangesAsync(Cancellation);
        await work.CommitAsync(Cancellation);
        return number;
    }
}
