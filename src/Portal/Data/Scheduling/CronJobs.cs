using NodaTime;
using Quartz;
using Quartz.Extensibility;

namespace Portal.Data.Scheduling;

/// <summary>The calendar work as people see it: when each job runs, ran, and how it went.</summary>
internal sealed class CronJobs(ISchedulerFactory schedulers, IExecutionHistoryStore history)
{
    private const int Most = 200;

    public async Task<IReadOnlyList<CronJobState>> ListAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var headers = await scheduler.QueryTriggers(new TriggerQuery { Take = Most }, cancellationToken);
        var triggers = await scheduler.GetTriggers([.. headers.Items.Select(header => header.Key)], cancellationToken);
        var crons = triggers
            .OfType<ICronTrigger>()
            .ToDictionary(trigger => trigger.Key, trigger => trigger.CronExpressionString);
        var statuses = await history.QueryJobRunStatuses(
            new JobRunStatusQuery { SchedulerName = scheduler.SchedulerName, Take = Most },
            cancellationToken
        );
        var byJob = statuses.Items.ToDictionary(status => status.Job);
        return
        [
            .. headers
                .Items.Where(header => crons.ContainsKey(header.Key))
                .Select(header => State(header, crons[header.Key], byJob.GetValueOrDefault(header.JobKey)))
                .OrderBy(state => state.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Runs a job once more, on whichever node is free.</summary>
    /// <exception cref="NotFoundException">No job has that name.</exception>
    public async Task RunNowAsync(string name, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var key = new JobKey(name);
        if (!await scheduler.Exists(key, cancellationToken))
        {
            throw new NotFoundException("job", name);
        }

        await scheduler.TriggerJob(key, new JobDataMap(), cancellationToken);
    }

    private static CronJobState State(TriggerHeader trigger, string? cron, JobRunStatus? run) =>
        new(
            trigger.JobKey.Name,
            cron ?? "",
            At(trigger.NextFireTimeUtc),
            At(run?.LastFiredAtUtc ?? trigger.PreviousFireTimeUtc),
            run is null ? null : Duration.FromTimeSpan(run.LastDuration),
            run is null ? CronOutcome.Unknown
                : run.LastFailedAtUtc is { } failed && failed >= run.LastFiredAtUtc ? CronOutcome.Failed
                : CronOutcome.Done,
            run?.LastFailureMessage
        );

    private static Instant? At(DateTimeOffset? time) => time is { } known ? Instant.FromDateTimeOffset(known) : null;
}

/// <param name="Cron">Seconds first, in UTC.</param>
/// <param name="NextAt">Null when it will not run again.</param>
/// <param name="LastAt">Null when it has never run.</param>
/// <param name="Failure">What went wrong the last time that something did.</param>
internal sealed record CronJobState(
    string Name,
    string Cron,
    Instant? NextAt,
    Instant? LastAt,
    Duration? Took,
    CronOutcome Outcome,
    string? Failure
);

internal enum CronOutcome
{
    /// <summary>It has not run yet.</summary>
    Unknown,
    Done,
    Failed,
}
