using Dapper;
using Npgsql;

namespace Portal.Data.Engine;

/// <summary>Claims the timers that are due and hands each to its handler; one that fails is tried again when its lease is over.</summary>
internal sealed class FireTimers(
    NpgsqlDataSource database,
    IEnumerable<ITimerHandler> handlers,
    ILogger<FireTimers> logger
) : IEngineWork
{
    private const int Most = 100;

    private readonly Dictionary<string, ITimerHandler> handlers = handlers.ToDictionary(
        handler => handler.Kind,
        StringComparer.Ordinal
    );

    public string Name => "timers";

    public TimeSpan Tick => TimeSpan.FromMilliseconds(250);

    public string? WokenBy => Timers.Topic;

    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = await ClaimAsync(cancellationToken);
        foreach (var timer in due)
        {
            try
            {
                await handlers[timer.Kind].FireAsync(timer, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogError(failure, "Timer {Key} failed; it is tried again when its lease is over", timer.Key);
            }
        }

        return due.Count == Most ? TimeSpan.Zero : Tick;
    }

    private async Task<List<Timer>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var claimed = await connection.QueryAsync<Timer>(
            new CommandDefinition(
                """
                update timer set claimed_until = clock_timestamp() + interval '10 seconds', version = version + 1
                where id in (
                    select id from timer
                    where due_at <= clock_timestamp()
                      and (claimed_until is null or claimed_until < clock_timestamp())
                      and kind = any(@Kinds)
                    order by due_at limit @Most for update skip locked)
                returning id, kind, key, subject, due_at, payload::text, claimed_until, version
                """,
                new { Most, Kinds = handlers.Keys.ToArray() },
                cancellationToken: cancellationToken
            )
        );
        return [.. claimed.OrderBy(timer => timer.DueAt)];
    }
}
