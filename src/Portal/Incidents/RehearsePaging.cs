using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;

namespace Portal.Incidents;

/// <summary>Plays a page through once at start, from the alert to its resolve, in a transaction that is never committed.</summary>
/// <remarks>
/// The first page of a process must not be the slowest: what has never run is compiled while somebody waits for it, which
/// costs more than everything else on the way. And a path that is broken is found when the portal starts, not when a service
/// breaks. The cast is made up, so nothing of it depends on what teams have defined.
/// </remarks>
internal sealed class RehearsePaging(
    IDbContextFactory<PortalDb> databases,
    PageContents contents,
    IEnumerable<IIncidentListener> listeners,
    ILogger<RehearsePaging> logger
) : IHostedService
{
    /// <summary>A database that does not answer must not keep the portal from starting.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly RehearsalCast cast = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            await PlayAsync(limit.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(failure, "The rehearsal of a page failed; pages of real incidents may fail alike");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>The message that was owed, as it would have been sent.</returns>
    public async Task<OutboxMessage> PlayAsync(CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        // Found before the real one, and gone with the transaction: a rehearsal takes no incident's number. It counts where
        // no incident is.
        await work.ExecuteAsync(
            $"create temporary sequence {IncidentsConfiguration.NumberSequence} increment -1 start -1000000000",
            null,
            cancellationToken
        );
        var fires = await FireAsync(work, cancellationToken);
        await using var stage = Stage();
        var incidents = stage.GetRequiredService<OpenIncidents>();
        await incidents.ChangedAsync(work, fires, cancellationToken);
        await work.Db.SaveChangesAsync(cancellationToken);

        var owed = await work
            .Db.Set<OutboxMessage>()
            .SingleAsync(message => message.Address == RehearsalCast.Address, cancellationToken);
        await stage.GetRequiredService<RecordDelivery>().DeliveredAsync(work, owed, Duration.Zero, cancellationToken);
        await incidents.ChangedAsync(work, [.. fires.Select(Over)], cancellationToken);
        await work.Db.SaveChangesAsync(cancellationToken);
        return owed;
    }

    /// <summary>What pages people, put together as ever, over the definitions of the cast.</summary>
    private ServiceProvider Stage()
    {
        var services = new ServiceCollection()
            .AddSingleton<IDefinitions>(cast)
            .AddSingleton(contents)
            .AddSingleton(databases)
            .AddSingleton<OnCallDirectory>()
            .AddSingleton<Pager>()
            .AddSingleton<Paging>()
            .AddSingleton<PageAgain>()
            .AddSingleton<RaiseSeverity>()
            .AddSingleton<TellInvolved>()
            .AddSingleton<IncidentClosing>()
            .AddSingleton<OpenIncidents>()
            .AddSingleton<RecordDelivery>();
        foreach (var listener in listeners)
        {
            services.AddSingleton(listener);
        }

        return services.BuildServiceProvider();
    }

    private async Task<IReadOnlyList<AlertNotice>> FireAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        var due = cast.DueAt(work.Now);
        var answer = QueryOutcome.Answer<Sample>([new(LabelSet.Empty, 1)]);
        var evaluated = new EvaluatedRule(due, due.Next(answer));
        await AlertStore.SaveAsync(
            work,
            evaluated.Changed.Select(instance => (due.Row.RuleId, instance)),
            evaluated.Result.Transitions.Select(step => (due.Row.RuleId, step)),
            cancellationToken
        );
        return [.. AlertNotices.Of(due.Row.RuleId, due.Name, due.Rule.Spec, evaluated.Result.Transitions)];
    }

    private static AlertNotice Over(AlertNotice notice) => notice with { Fires = false, Reason = "over" };
}
