using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Data.Scheduling;
using Portal.Domain.Teams;
using Portal.Manifests;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Tests.Data;

public sealed class TwoReplicasTests(TwoReplicas portals) : IClassFixture<TwoReplicas>
{
    [Fact]
    public async Task What_one_defines_the_other_knows()
    {
        var changed = new TaskCompletionSource();
        var two = portals.Two.Services.GetRequiredService<Definitions>();
        using var _ = portals
            .Two.Services.GetRequiredService<Changes>()
            .Subscribe(Definitions.Topic, _ => changed.TrySetResult());

        var results = await portals
            .One.Services.GetRequiredService<ManifestApplier>()
            .ApplyAsync(
                Actor.Portal,
                ManifestReader.Read(Yaml.User("seen-by-both")),
                dryRun: false,
                World.Cancellation
            );
        await changed.Task.WaitAsync(World.Cancellation);
        await two.RefreshAsync(World.Cancellation);

        Assert.True(results.Applied);
        Assert.NotNull(two.Find<Person>("seen-by-both"));
    }

    [Fact]
    public async Task A_timer_fires_once_though_both_watch_it()
    {
        for (var i = 0; i < 20; i++)
        {
            await SetAsync($"once-{i}");
        }

        var fired = new List<string>();
        while (fired.Count < 20)
        {
            fired.Add(await portals.Timers.NextAsync("once-", World.Cancellation));
        }

        Assert.Equal(20, fired.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0, await CountAsync("once-%"));
    }

    [Fact]
    public async Task A_timer_whose_handler_fails_is_tried_again_when_its_lease_is_over()
    {
        portals.Timers.FailOnce("fails-first");
        await SetAsync("fails-first");
        await portals.Timers.FailedAsync("fails-first", World.Cancellation);

        await ExecuteAsync(
            "update timer set claimed_until = clock_timestamp() - interval '1 second' where key = 'fails-first'"
        );

        Assert.Equal("fails-first", await portals.Timers.NextAsync("fails-first", World.Cancellation));
    }

    [Fact]
    public async Task A_late_finisher_meets_another_version_and_changes_nothing()
    {
        var databases = portals.One.Services.GetRequiredService<IDbContextFactory<PortalDb>>();
        var timer = new Timer
        {
            Kind = "nobody-fires-it",
            Key = "fenced",
            DueAt = Instant.FromUtc(2026, 1, 1, 0, 0),
        };
        await using (var setting = await UnitOfWork.BeginAsync(databases, World.Cancellation))
        {
            await Timers.SetAsync(setting, timer, World.Cancellation);
            await setting.CommitAsync(World.Cancellation);
        }

        await ExecuteAsync("update timer set version = version + 1 where key = 'fenced'"); // another replica claimed it

        await using var work = await UnitOfWork.BeginAsync(databases, World.Cancellation);
        Assert.False(await Timers.CompleteAsync(work, timer, World.Cancellation));
        Assert.Equal(1, await CountAsync("fenced"));
    }

    [Fact]
    public async Task A_replica_that_leaves_does_not_take_the_database_along()
    {
        var folder = portals.One.Services.GetRequiredService<PostgresCluster>().Folder;
        await using (var third = OwnPortal.Start(folder))
        {
            Assert.NotNull(third.Services.GetRequiredService<IDefinitions>().Find<Person>("admin"));
        }

        Assert.True(await CountAsync("%") >= 0);
    }

    [Fact]
    public async Task A_job_is_listed_runs_when_told_and_says_how_it_went()
    {
        var jobs = portals.One.Services.GetRequiredService<CronJobs>();
        var before = (await jobs.ListAsync(World.Cancellation)).Single(job => job.Name == "recorded");

        await jobs.RunNowAsync("recorded", World.Cancellation);
        await portals.Job.NextAsync(World.Cancellation);
        var after = await EndAsync(jobs);

        Assert.Equal(("0 0 3 1 1 ?", CronOutcome.Unknown), (before.Cron, before.Outcome));
        Assert.NotNull(before.NextAt);
        Assert.Equal(CronOutcome.Done, after.Outcome);
        Assert.NotNull(after.LastAt);
    }

    [Fact]
    public async Task A_job_that_is_none_cannot_be_run()
    {
        var jobs = portals.One.Services.GetRequiredService<CronJobs>();

        await Assert.ThrowsAsync<NotFoundException>(() => jobs.RunNowAsync("no-such-job", World.Cancellation));
    }

    private static async Task<CronJobState> EndAsync(CronJobs jobs)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(World.Cancellation))
        {
            var state = (await jobs.ListAsync(World.Cancellation)).Single(job => job.Name == "recorded");
            if (state.Outcome is not CronOutcome.Unknown)
            {
                return state;
            }
        }

        throw new TimeoutException();
    }

    private async Task SetAsync(string key)
    {
        var databases = portals.One.Services.GetRequiredService<IDbContextFactory<PortalDb>>();
        await using var work = await UnitOfWork.BeginAsync(databases, World.Cancellation);
        await Timers.SetAsync(
            work,
            new Timer
            {
                Kind = RecordingTimer.Name,
                Key = key,
                DueAt = work.Now,
            },
            World.Cancellation
        );
        await work.CommitAsync(World.Cancellation);
    }

    private async Task<long> CountAsync(string like)
    {
        await using var connection = await OpenAsync();
        return await connection.QuerySingleAsync<long>("select count(*) from timer where key like @like", new { like });
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    private ValueTask<NpgsqlConnection> OpenAsync() =>
        portals.One.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(World.Cancellation);
}
