using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Tests.Alerting;

/// <summary>Several replicas, one database: each slot is evaluated once, and who comes too late changes nothing.</summary>
public sealed class RuleClaimTests(PortalApp app)
{
    private readonly RuleWorld world = new(app);

    [Fact]
    public async Task Two_engines_evaluate_each_slot_once()
    {
        await using var fake = await FakePrometheus.StartAsync();
        fake.Answer = number => Task.FromResult<double?>(number % 2 == 0 ? 9 : 0);
        await world.SettleAsync(fake.Uri);
        await world.RuleAsync("slots", query: "a");
        var second = ActivatorUtilities.CreateInstance<EvaluateRules>(app.Services);
        await RuleWorld.EventuallyAsync(
            async () =>
            {
                await second.RunOnceAsync(RuleWorld.Cancellation);
                return fake.Asked.Count >= 6;
            },
            "The rule was not evaluated six times"
        );
        await world.DeleteAsync("AlertRule", "slots");

        Assert.Equal(fake.Asked.Count, fake.Asked.Distinct().Count());
    }

    [Fact]
    public async Task What_a_stalled_replica_decided_is_not_written()
    {
        await using var fake = await FakePrometheus.StartAsync();
        var stalled = new TaskCompletionSource<double?>(TaskCreationOptions.RunContinuationsAsynchronously);
        fake.Answer = number => number == 1 ? stalled.Task : Task.FromResult<double?>(0);
        using var fenced = new FencedClaims();
        await world.SettleAsync(fake.Uri, timeout: "1m");
        await world.RuleAsync("zombie", interval: "1h");
        var rule = world.Rule("zombie").Id;
        await RuleWorld.EventuallyAsync(() => Task.FromResult(fake.Asked.Count == 1), "It was not asked");

        await ExpireAsync(rule);
        await RuleWorld.EventuallyAsync(
            async () => (await world.StatusAsync("zombie")).LastEvaluation is not null,
            "No other replica took over"
        );
        stalled.SetResult(9);
        await RuleWorld.EventuallyAsync(() => Task.FromResult(fenced.Count > 0), "The late commit was not fenced off");

        Assert.Empty(await world.StepsAsync(rule));
        Assert.Equal(RuleState.Inactive, (await world.StatusAsync("zombie")).State);
    }

    [Fact]
    public async Task What_was_judged_by_an_outdated_definition_is_not_written_and_due_again()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        await world.RuleAsync("edited", interval: "1h");
        await RuleWorld.EventuallyAsync(
            async () => (await world.StatusAsync("edited")).Row is { EvaluatedAt: not null, ClaimedUntil: null },
            "It was not evaluated"
        );
        var rule = world.Rule("edited");
        var row = (await world.StatusAsync("edited")).Row!;
        var outdated = new DueRule(row, rule with { Version = rule.Version - 1 }, LabelSet.Empty, row.NextSlot, []);
        var evaluated = new EvaluatedRule(outdated, outdated.Next(new QueryOutcome<Sample>.Empty()));

        await using var work = await UnitOfWork.BeginAsync(
            world.Get<IDbContextFactory<PortalDb>>(),
            RuleWorld.Cancellation
        );
        var ours = await RuleClaims.CompleteAsync(work, [evaluated], RuleWorld.Cancellation);
        await work.CommitAsync(RuleWorld.Cancellation);

        Assert.Empty(ours);
        Assert.Equal(row.NextSlot, (await world.StatusAsync("edited")).Row!.NextSlot);
        Assert.Equal(row.Version + 1, (await world.StatusAsync("edited")).Row!.Version);
    }

    [Fact]
    public async Task Rules_that_ask_the_same_share_one_request()
    {
        await using var fake = await FakePrometheus.StartAsync();
        await world.SettleAsync(fake.Uri);
        string[] rules = ["first", "second", "third"];
        foreach (var rule in rules)
        {
            await world.RuleAsync(rule, query: "shared");
        }

        await RuleWorld.EventuallyAsync(
            async () => (await SlotsAsync(rules)).Distinct().ToList() is [not null] && fake.Asked.Count > 6,
            "They did not come to the same slot"
        );
        var (_, time) = fake.Asked[^1];

        Assert.Single(fake.Asked, one => one.Time == time);
    }

    private async Task<IReadOnlyList<NodaTime.Instant?>> SlotsAsync(string[] rules)
    {
        var slots = new List<NodaTime.Instant?>();
        foreach (var rule in rules)
        {
            slots.Add((await world.StatusAsync(rule)).LastEvaluation);
        }

        return slots;
    }

    private async Task ExpireAsync(Guid rule)
    {
        await using var work = await UnitOfWork.BeginAsync(
            world.Get<IDbContextFactory<PortalDb>>(),
            RuleWorld.Cancellation
        );
        await work.ExecuteAsync(
            "update rule_schedule set claimed_until = clock_timestamp() - interval '1 second' where rule_id = @rule",
            new { rule },
            RuleWorld.Cancellation
        );
        await work.CommitAsync(RuleWorld.Cancellation);
    }

    /// <summary>Counts claims that were lost by the time of the commit, as the portal itself does.</summary>
    private sealed class FencedClaims : IDisposable
    {
        private readonly MeterListener listener = new();
        private long count;

        public FencedClaims()
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "portal.rule.fenced")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref count, value));
            listener.Start();
        }

        public long Count => Interlocked.Read(ref count);

        public void Dispose() => listener.Dispose();
    }
}
