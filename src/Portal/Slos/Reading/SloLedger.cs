using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>Reads how SLOs stand, now or at any instant, from the ledger alone: no backend is asked.</summary>
internal sealed class SloLedger(
    IDbContextFactory<PortalDb> databases,
    AlertStore alerts,
    IDefinitions definitions,
    CompositeMembers members
)
{
    // A stored reading is of the last pass; when the next one is this many slices late, the numbers are read anew.
    private const int LatePasses = 3;

    private readonly ConcurrentDictionary<Guid, (StatusKey Key, SloStatus Status)> known = new();

    /// <summary>With the instant at which the budget runs out.</summary>
    /// <param name="at">Null for now.</param>
    public async Task<SloStatus> StatusAsync(Definition<Slo> slo, Instant? at, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var row = await ScheduleAsync(work, slo.Id, cancellationToken);
        var measured = await members.ResolveAsync(work, Measured(slo, row, at, work.Now), cancellationToken);
        var key = new StatusKey(slo.Version, measured.Generation, measured.At, row?.Version ?? 0, row?.MeasuredFrom);
        if (at is null && known.TryGetValue(slo.Id, out var cached) && cached.Key == key)
        {
            return cached.Status;
        }

        var reading =
            at is null && row?.ToReading(slo.Spec) is { } stored && stored.At == measured.At
                ? stored
                : (await LedgerReadings.OfAsync(work, [measured], cancellationToken))[0];
        reading = await LedgerReadings.WithStepsAsync(work, measured, reading, cancellationToken);
        var burning = at is null ? await BurningAsync([slo.Id], cancellationToken) : Nobody;
        var status = SloStatus.Of(slo.Spec, reading, [.. burning[slo.Id]]);
        if (at is null)
        {
            known[slo.Id] = (key, status);
        }

        return status;
    }

    /// <summary>All of them in one query for the numbers that the last pass left; what cannot be taken from there is read anew.</summary>
    public async Task<IReadOnlyList<SloOverview>> OverviewAsync(
        IReadOnlyList<Definition<Slo>> slos,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var rows = (
            await work.QueryAsync<SloSchedule>(
                "select * from slo_schedule where slo_id = any(@Ids)",
                new { Ids = slos.Select(slo => slo.Id).ToArray() },
                cancellationToken
            )
        ).ToDictionary(row => row.SloId);
        var kept = slos.Select(slo => rows.GetValueOrDefault(slo.Id)?.ToReading(slo.Spec)).ToList();
        var measured = slos.Zip(
                kept,
                (slo, reading) => Measured(slo, rows.GetValueOrDefault(slo.Id), reading, null, work.Now)
            )
            .ToList();
        var readings = measured
            .Zip(kept, (one, reading) => reading is not null && reading.At == one.At ? reading : null)
            .ToList();
        var missing = await members.ResolveAsync(
            work,
            [.. measured.Where((_, i) => readings[i] is null)],
            cancellationToken
        );
        var read = new Queue<SloReading>(
            missing.Count > 0 ? await LedgerReadings.OfAsync(work, missing, cancellationToken) : []
        );
        var burning = await BurningAsync([.. slos.Select(slo => slo.Id)], cancellationToken);
        return
        [
            .. slos.Select(
                (slo, i) =>
                    new SloOverview(
                        slo,
                        SloStatus.Of(slo.Spec, readings[i] ?? read.Dequeue(), [.. burning[slo.Id]]),
                        rows.GetValueOrDefault(slo.Id)
                    )
            ),
        ];
    }

    /// <summary>
    /// What a stretch of time, such as an incident, took from the budgets of a service: its bad events over those that
    /// the window which ends with it allows. By name; 0.31 is 31 %. An SLO whose window had no event has no budget to speak of.
    /// </summary>
    public async Task<IReadOnlyList<SpentBudget>> SpentAsync(
        string service,
        Interval range,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var spent = new List<SpentBudget>();
        foreach (var slo in definitions.All<Slo>().Where(slo => slo.Spec.Service == service))
        {
            var row = await ScheduleAsync(work, slo.Id, cancellationToken);
            var measured = await members.ResolveAsync(work, Measured(slo, row, range.End, work.Now), cancellationToken);
            var within = new Interval(Instant.Min(range.Start, measured.At), measured.At);
            var sums = await LedgerSums.OfAsync(
                work,
                [measured.Over(within), measured.Over(slo.Spec.Window.RangeAt(measured.At))],
                cancellationToken
            );
            var budget = slo.Spec.BudgetOf(sums[1], slo.Spec.Window.PeriodAt(measured.At));
            if (budget.AllowedBad > 0)
            {
                spent.Add(new(slo.Name, sums[0].Bad / budget.AllowedBad, sums[0].Coverage));
            }
        }

        return spent;
    }

    /// <summary>The last of the newest measured slices, or the newest that should have been measured by now.</summary>
    public async Task<(MeasuredSlo Slo, SloSchedule? Row)> NowAsync(
        UnitOfWork work,
        Definition<Slo> slo,
        CancellationToken cancellationToken
    )
    {
        var row = await ScheduleAsync(work, slo.Id, cancellationToken);
        return (await members.ResolveAsync(work, Measured(slo, row, null, work.Now), cancellationToken), row);
    }

    /// <summary>The last boundary of slices up to which everything should be measured by now.</summary>
    public Instant Newest(Slo slo, Instant end, Instant now) =>
        slo.Grid.Floor(Instant.Min(end, now - members.DelayOf(slo)));

    private static readonly ILookup<Guid, string> Nobody = Array.Empty<string>().ToLookup(_ => Guid.Empty);

    private MeasuredSlo Measured(Definition<Slo> slo, SloSchedule? row, Instant? at, Instant now) =>
        Measured(slo, row, row?.ToReading(slo.Spec), at, now);

    /// <param name="kept">The reading of the last pass; null where it does not fit the definition.</param>
    private MeasuredSlo Measured(Definition<Slo> slo, SloSchedule? row, SloReading? kept, Instant? at, Instant now)
    {
        var spec = slo.Spec;
        var due = Newest(spec, now, now);
        var boundary =
            at is { } asked ? Newest(spec, asked, now)
            : kept is not null && kept.At >= due - (spec.Grid.Slice * LatePasses) ? kept.At
            : due;
        return new MeasuredSlo(slo.Id, row?.Generation ?? 1, spec, boundary);
    }

    private static Task<SloSchedule?> ScheduleAsync(UnitOfWork work, Guid id, CancellationToken cancellationToken) =>
        work.FirstOrDefaultAsync<SloSchedule>(
            "select * from slo_schedule where slo_id = @id",
            new { id },
            cancellationToken
        );

    private async Task<ILookup<Guid, string>> BurningAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        var instances = await alerts.InstancesAsync(ids, cancellationToken);
        return instances
            .SelectMany(group => BudgetAlertEvaluation.Burning(group).Select(tier => (group.Key, Tier: tier)))
            .ToLookup(one => one.Key, one => one.Tier);
    }

    private sealed record StatusKey(int Definition, int Generation, Instant At, long Row, Instant? MeasuredFrom);
}

/// <summary>One SLO in a list.</summary>
/// <param name="Row">How far it is measured; null before its first pass.</param>
internal sealed record SloOverview(Definition<Slo> Slo, SloStatus Status, SloSchedule? Row)
{
    public HealthStatus Health => Row?.Health ?? HealthStatus.Ok;
}

/// <param name="Share">Of the whole budget: 0.31 is 31 %.</param>
/// <param name="Coverage">Which part of the stretch is measured, from 0 to 1.</param>
internal sealed record SpentBudget(string Slo, decimal Share, decimal Coverage);
