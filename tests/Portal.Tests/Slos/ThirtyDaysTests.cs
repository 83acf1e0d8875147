using NodaTime;
using Portal.Access;
using Portal.Slos.Reading;

namespace Portal.Tests.Slos;

/// <summary>
/// Thirty-two days of counters with known outages in a real Prometheus: rolling and calendar windows, budget and burn equal
/// the arithmetic over the samples themselves.
/// </summary>
public sealed class ThirtyDaysTests(PortalApp app)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Duration Day = Duration.FromDays(1);

    [Fact]
    public async Task Rolling_and_calendar_windows_equal_the_exact_arithmetic()
    {
        var now = SloScene.Now(app, Minute);
        var traffic = new Traffic(Minute, at => 40 + (at.ToUnixTimeSeconds() / 60 % 31), at => Failures(at, now));
        await using var scene = await SloScene.SetAsync(
            app,
            traffic.OpenMetrics(new Interval(now - (Day * 64), now + Duration.FromMinutes(10)))
        );

        await scene.DefineAsync(window: "30d", objective: "0.999", slice: "1m");
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);
        await IsExactAsync(scene, traffic, now);
        await AreExactAsync(scene, traffic, now);

        await scene.DefineCalendarAsync("1M", "Europe/Berlin", "0.999");
        await scene.BackfilledAsync();
        await IsExactAsync(scene, traffic, now);
        await AreExactAsync(scene, traffic, now); // its own month is this month, and stands once
    }

    /// <summary>Two outages of two hours and of ten minutes, one that goes on, and a few errors at all times.</summary>
    private static long Failures(Instant at, Instant now)
    {
        var ago = (now - at).TotalMinutes;
        return ago is (> 20_000 and <= 20_120) or (> 8_000 and <= 8_010) ? 20
            : ago is <= 30 and > 0 ? 7
            : at.ToUnixTimeSeconds() / 60 % 97 == 0 ? 1
            : 0;
    }

    /// <summary>Rolling and calendar side by side, as far back as the past is measured.</summary>
    private static async Task AreExactAsync(SloScene scene, Traffic traffic, Instant now)
    {
        var windows = await scene
            .Get<OtherWindows>()
            .OfAsync(Actor.Portal, scene.Slo, "Europe/Berlin", TestContext.Current.CancellationToken);
        var whole = windows.Where(one => one.Range.Start >= now - (Day * 30)).ToList();

        Assert.Equal(6, windows.Count);
        Assert.True(whole.Count >= 2);
        foreach (var one in whole)
        {
            var (bad, total) = traffic.Between(one.Range.Start, one.Range.End);
            Assert.Equal((bad, total, 1m), (one.Sums.Bad, one.Sums.Total, one.Sums.Coverage));
        }
    }

    private static async Task IsExactAsync(SloScene scene, Traffic traffic, Instant now)
    {
        var status = await scene.StatusAsync(now);
        var (bad, total) = traffic.Between(status.Window.Start, status.Window.End);

        Assert.Equal(now, status.Window.End);
        Assert.Equal((bad, total, 1m), (status.Bad, status.Total, status.Coverage));
        Assert.Equal(bad / (0.001m * total), status.Budget.Consumed);
        foreach (var burn in status.BurnRates)
        {
            var over = traffic.Between(now - burn.Window, now);
            Assert.Equal(over.Bad / (0.001m * over.Total), burn.Rate!.Value, 12);
        }
    }
}
