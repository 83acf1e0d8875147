using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Reports.Months;
using Portal.Tests.Slos;

namespace Portal.Tests.Reports;

/// <summary>
/// Months of the future stand for months that are over: both end where the ledger does. Each test has one of its own,
/// since what is frozen stays.
/// </summary>
public sealed class FrozenMonthTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>One in ten fails.</summary>
    private static readonly Traffic Tenth = new(Step, _ => 10, _ => 1);

    [Fact]
    public async Task What_is_frozen_stays_when_a_correction_comes_and_today_s_number_stands_beside_it()
    {
        var (scene, now) = await MeasuredAsync("0.8");
        await using var held = scene;
        var month = new YearMonth(2150, 1);
        await FreezeAsync(month);
        var frozen = await OneAsync(scene, month);

        await scene.CorrectAsync("countAsGood", new(now - Duration.FromMinutes(40), now - Duration.FromMinutes(10)));
        await FreezeAsync(month);
        var corrected = await OneAsync(scene, month);
        await FreezeAsync(month.PlusMonths(1));
        var later = await OneAsync(scene, month.PlusMonths(1));

        Assert.Equal((0.8m, SloVerdict.Met, 0.9m, 0.5m), Told(frozen.Frozen!));
        Assert.False(frozen.HasChanged);
        Assert.Equal(frozen.Frozen, corrected.Frozen);
        Assert.True(corrected.HasChanged);
        Assert.Equal(corrected.Frozen!.Total, corrected.Today!.Total);
        // Half an hour of one in ten: 180 of its 10-second slices.
        Assert.Equal(corrected.Frozen.Bad - 180, corrected.Today.Bad);
        Assert.Equal((later.Frozen!.Bad + 180, true), (later.Frozen.RawBad, later.Frozen.IsCorrected));
    }

    [Fact]
    public async Task The_objective_of_that_time_stays_and_a_deleted_SLO_keeps_its_months()
    {
        var (scene, _) = await MeasuredAsync("0.8");
        await using var held = scene;
        var month = new YearMonth(2150, 3);
        await FreezeAsync(month);
        await scene.DefineAsync(objective: "0.95");
        var strict = await OneAsync(scene, month);
        await scene.DeleteAsync();

        var gone = await OneAsync(scene, month);
        var present = await OneAsync(scene, Present());

        Assert.Equal((0.8m, 0.95m), (strict.Frozen!.Objective, strict.Today!.Objective));
        Assert.Equal((SloVerdict.Missed, -1m), (strict.Today.State, strict.Today.BudgetLeft));
        Assert.Equal(strict.Frozen, gone.Frozen);
        Assert.Null(gone.Today);
        // The month in which it was deleted has what it came to until then.
        Assert.Equal((0.95m, SloVerdict.Missed, 0.9m, 2m), Told(present.Frozen!));
        Assert.Equal(1, present.Frozen!.Coverage);
    }

    [Fact]
    public async Task Two_replicas_in_the_same_moment_freeze_a_month_once()
    {
        var (scene, _) = await MeasuredAsync("0.8");
        await using var held = scene;
        var month = new YearMonth(2150, 5);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FreezeAsync(month)));

        await using var work = await UnitOfWork.BeginAsync(app.Get<IDbContextFactory<PortalDb>>(), World.Cancellation);
        var rows = await work.QueryAsync<int>(
            "select count(*)::int from slo_month where month = '2150-05' and slo_id = @Id",
            new { scene.Slo.Id },
            World.Cancellation
        );
        Assert.Equal(1, Assert.Single(rows));
    }

    [Fact]
    public async Task An_SLO_that_is_not_measured_up_to_the_end_waits_and_holds_up_no_other()
    {
        var (ready, _) = await MeasuredAsync("0.8");
        await using var held = ready;
        var (late, _) = await MeasuredAsync("0.8");
        await using var held2 = late;
        await StopPastAsync(late);

        var month = new YearMonth(2150, 7);
        var now = app.Get<IClock>().GetCurrentInstant();
        await app.Get<FreezeMonths>().FreezeAsync(month, now, World.Cancellation);
        var (first, waiting) = (await OneAsync(ready, month), await OneAsync(late, month));
        await FreezeAsync(month);

        Assert.NotNull(first.Frozen);
        Assert.Null(waiting.Frozen);
        Assert.NotNull((await OneAsync(late, month)).Frozen);
    }

    [Fact]
    public async Task A_composite_waits_for_its_members_and_has_their_numbers_as_they_were_measured()
    {
        var (one, now) = await MeasuredAsync("0.8");
        await using var held = one;
        var (two, _) = await MeasuredAsync("0.8");
        await using var held2 = two;
        var journey = $"{one.Name}-journey";
        await one.ApplyAsync(
            $"{{ apiVersion: openslo/v1, kind: SLO, metadata: {{ name: {journey} }}, spec: {{ service: {one.Slo.Spec.Service}, indicator: {{ spec: {{ composite: {{ method: weighted, members: [ {{ slo: {one.Name} }}, {{ slo: {two.Name} }} ] }} }} }}, timeWindow: [ {{ duration: 1h, isRolling: true }} ], objectives: [ {{ target: 0.8, timeSliceWindow: 10s }} ] }} }}"
        );
        try
        {
            await StopPastAsync(two);
            var month = new YearMonth(2151, 1);
            await app.Get<FreezeMonths>().FreezeAsync(month, app.Get<IClock>().GetCurrentInstant(), World.Cancellation);
            var waiting = await OneAsync(journey, month);
            await one.CorrectAsync("countAsGood", new(now - Duration.FromMinutes(40), now - Duration.FromMinutes(10)));
            await FreezeAsync(month);
            var frozen = (await OneAsync(journey, month)).Frozen!;

            Assert.Null(waiting.Frozen);
            Assert.Equal((frozen.Total, true), (frozen.RawTotal, frozen.IsCorrected));
            Assert.Equal(0.9m, Math.Round(frozen.RawGood / frozen.RawTotal, 9));
        }
        finally
        {
            await app.Get<ManifestApplier>().DeleteAsync(Actor.Portal, "SLO", journey, CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_month_that_nobody_froze_in_time_is_made_up_for()
    {
        var (scene, now) = await MeasuredAsync("0.8");
        await using var held = scene;
        var month = new YearMonth(2019, 6);
        await scene.ExecuteAsync(
            "update definition_version set at = '2019-06-10' where definition_id = @Id",
            new { scene.Slo.Id }
        );

        await app.Get<FreezeMonths>().RunAsync(Instant.FromUtc(2019, 8, 1, 4, 25), World.Cancellation);

        var one = await OneAsync(scene, month);
        // Nothing was measured in 2019, and that is what the report says for ever.
        Assert.Equal((SloVerdict.NoData, 0m), (one.Frozen!.State, one.Frozen.Coverage));
        Assert.True(one.Frozen.FrozenAt >= now);
        Assert.Null((await OneAsync(scene, month.PlusMonths(1))).Frozen);
    }

    [Fact]
    public async Task The_API_and_the_CSV_tell_both_numbers()
    {
        var (scene, now) = await MeasuredAsync("0.8");
        await using var held = scene;
        await FreezeAsync(new YearMonth(2150, 9));
        await scene.CorrectAsync("exclude", new(now - Duration.FromMinutes(40), now - Duration.FromMinutes(10)));
        using var client = await app.ProgramAsync();
        var team = scene.Slo.Spec.Service.Replace("service-", "team-", StringComparison.Ordinal);

        var answer = JsonDocument
            .Parse(await client.GetStringAsync($"/api/v1/reports/slos?month=2150-09&team={team}", World.Cancellation))
            .RootElement;
        var csv = await client.GetStringAsync(
            $"/api/v1/reports/slos.csv?month=2150-09&team={team}",
            World.Cancellation
        );

        var item = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("2150-09", "UTC", false),
            (Text(answer, "month"), Text(answer, "timeZone"), answer.GetProperty("complete").GetBoolean())
        );
        Assert.Equal(
            (scene.Name, team, "1 h".Replace(' ', '\u00A0'), true),
            (Text(item, "name"), Text(item, "team"), Text(item, "window"), item.GetProperty("changed").GetBoolean())
        );
        var (frozen, current) = (item.GetProperty("frozen"), item.GetProperty("current"));
        Assert.Equal(
            ("0.8", "met", "0.9", "0.5", "1"),
            (
                Text(frozen, "objective"),
                Text(frozen, "state"),
                Text(frozen, "sli"),
                Text(frozen, "budgetConsumed"),
                Text(frozen, "coverage")
            )
        );
        Assert.Equal(1800, frozen.GetProperty("total").GetDecimal() - current.GetProperty("total").GetDecimal());
        Assert.Equal(
            frozen.GetProperty("total").GetDecimal(),
            current.GetProperty("raw").GetProperty("total").GetDecimal()
        );
        var lines = csv.TrimEnd().Split("\r\n");
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
        Assert.StartsWith($"2150-09,UTC,\"{scene.Name}\",", lines[1], StringComparison.Ordinal);
    }

    private async Task<(SloScene Scene, Instant Now)> MeasuredAsync(string objective)
    {
        var now = SloScene.Now(app, Step);
        var scene = await SloScene.SetAsync(app, Tenth.OpenMetrics(new Interval(now - (Hour * 3), now + Hour)));
        await scene.DefineAsync(objective: objective);
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);
        return (scene, now);
    }

    /// <summary>Long after its end, when nothing is waited for any more.</summary>
    private Task FreezeAsync(YearMonth month) =>
        app.Get<FreezeMonths>().FreezeAsync(month, Instant.FromUtc(2190, 1, 1, 0, 0), World.Cancellation);

    private Task<ReportedSlo> OneAsync(SloScene scene, YearMonth month) => OneAsync(scene.Name, month);

    private async Task<ReportedSlo> OneAsync(string name, YearMonth month)
    {
        var report = await app.Get<SloMonths>().OfAsync(Actor.Portal, month, null, World.Cancellation);
        return Assert.Single(report.Slos, slo => slo.Shown.Name == name);
    }

    /// <summary>As if the backend had not yet told the past.</summary>
    private static Task StopPastAsync(SloScene scene) =>
        scene.ExecuteAsync(
            "update slo_backfill set state = 'Running', due_at = 'infinity' where slo_id = @Id",
            new { scene.Slo.Id }
        );

    private YearMonth Present() => app.Get<IClock>().GetCurrentInstant().InUtc().Date.ToYearMonth();

    private static (decimal Objective, SloVerdict State, decimal? Sli, decimal? Consumed) Told(SloMonth month) =>
        (month.Objective, month.State, month.Sli, month.BudgetConsumed);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
