using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Teams;

namespace Portal.Notifications;

/// <summary>Claims messages that are due and hands each to its channel, all at once, so that a slow one delays no other.</summary>
/// <remarks>
/// Each channel has places of its own: a mail server that hangs fills those of e-mail, and webhooks go on.
/// A claim is a lease: a node that dies between sending and saying so lets the message be sent again, with the same key.
/// That is the only way to a second copy.
/// </remarks>
internal sealed class DeliverMessages(
    NpgsqlDataSource database,
    IDbContextFactory<PortalDb> databases,
    IEnumerable<IChannel> channels,
    IEnumerable<IDeliveryListener> listeners,
    SecretBox secrets,
    ILogger<DeliverMessages> logger
) : IEngineWork
{
    /// <summary>How many of one channel may be under way.</summary>
    public const int Places = 50;

    /// <summary>How long one try may take; the lease is longer, so that a slow try is not taken for a dead node.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int MostRecordings = 20;

    private static readonly TimeSpan RecordAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<ContactMethodType, IChannel> channels = channels.ToDictionary(channel => channel.Type);
    private readonly Dictionary<ContactMethodType, Underway> underway = Enum.GetValues<ContactMethodType>()
        .ToDictionary(type => type, _ => new Underway());

    public string Name => "outbox";

    public TimeSpan Tick => TimeSpan.FromMilliseconds(500);

    public string? WokenBy => Outbox.Topic;

    /// <summary>What was begun is ended and written down, so that stopping sends nothing twice.</summary>
    public Task FinishAsync() => Task.WhenAll(underway.Values.Select(channel => channel.WhenAllAsync()));

    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = await ClaimAsync(cancellationToken);
        foreach (var message in due)
        {
            underway[message.Channel].Add(DeliverAsync(message));
        }

        return due.Count >= Places ? TimeSpan.Zero : Tick;
    }

    private async Task<IReadOnlyList<OutboxMessage>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var claimed = await connection.QueryAsync<OutboxMessage>(
            new CommandDefinition(
                """
                update outbox_message
                set claimed_until = clock_timestamp() + interval '20 seconds', version = version + 1, attempts = attempts + 1
                where id in (
                    select due.id
                    from unnest(@Channels, @Free) as place(channel, free),
                    lateral (
                        select id from outbox_message
                        where status = 'Pending' and channel = place.channel and next_attempt_at <= clock_timestamp()
                          and (claimed_until is null or claimed_until < clock_timestamp())
                        order by kind = 'Page' desc, next_attempt_at
                        limit place.free for update skip locked) due)
                returning id, key, kind, subject, "user", contact_method, channel, address, content::text, status,
                    attempts, created_at, next_attempt_at, claimed_until, version, delivered_at, last_error, trace_parent
                """,
                new
                {
                    Channels = underway.Keys.Select(type => type.ToString()).ToArray(),
                    Free = underway.Values.Select(channel => Places - channel.Count).ToArray(),
                },
                cancellationToken: cancellationToken
            )
        );
        return claimed.AsList();
    }

    /// <summary>Not stopped with the portal: what was sent and not written down would be sent again.</summary>
    private async Task DeliverAsync(OutboxMessage message)
    {
        using var activity = DeliveryMeter.Trace(message);
        var outcome = await TryAsync(message);
        for (var attempt = 1; !await IsRecordedAsync(message, outcome, attempt); attempt++)
        {
            if (attempt == MostRecordings)
            {
                // The lease has run out and the message is sent again, with its key: a second copy is better than none.
                return;
            }

            await Task.Delay(RecordAgainAfter);
        }
    }

    /// <summary>A database that is away for a moment does not make people be paged twice for what was accepted.</summary>
    private async Task<bool> IsRecordedAsync(OutboxMessage message, DeliveryOutcome outcome, int attempt)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Timeout);
            await RecordAsync(message, outcome, timeout.Token);
            return true;
        }
        catch (Exception failure)
        {
            logger.LogError(
                failure,
                "The outcome of message {Key} could not be recorded ({Attempt} of {Most})",
                message.Key,
                attempt,
                MostRecordings
            );
            return false;
        }
    }

    private async Task<DeliveryOutcome> TryAsync(OutboxMessage message)
    {
        if (!channels.TryGetValue(message.Channel, out var channel))
        {
            return new DeliveryOutcome.Refused($"no channel carries {message.Channel}");
        }

        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            var content = JsonSerializer.Deserialize<MessageContent>(message.Content, Outbox.Json)!;
            message.Address = secrets.Open(message.Address);
            return await channel.SendAsync(message, content, timeout.Token);
        }
        catch (OperationCanceledException)
        {
            return new DeliveryOutcome.Postponed($"no answer within {Timeout.TotalSeconds} s");
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "Channel {Channel} failed on message {Key}", message.Channel, message.Key);
            return new DeliveryOutcome.Postponed("the channel failed inside; the log says how");
        }
    }

    private async Task RecordAsync(OutboxMessage message, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var age = work.Now - message.CreatedAt;
        var (status, error, wait) = outcome switch
        {
            DeliveryOutcome.Accepted => (MessageStatus.Delivered, null, null),
            DeliveryOutcome.Refused refused => (MessageStatus.Failed, refused.Reason, null),
            DeliveryOutcome.Postponed later => DeliveryPolicy.NextTry(
                message.Kind,
                message.Attempts,
                age,
                later.NotBefore
            )
                is { } next
                ? (MessageStatus.Pending, later.Reason, next)
                : (MessageStatus.Failed, later.Reason, (Duration?)null),
            _ => throw new UnreachableException(),
        };
        if (!await SaveAsync(work, message, status, error, wait, cancellationToken))
        {
            return; // another node has claimed it since, or it was dropped
        }

        await TellAsync(work, message, status, error ?? "", age, cancellationToken);
        await work.CommitAsync(cancellationToken);
        DeliveryMeter.Record(message, status, age);
    }

    private static async Task<bool> SaveAsync(
        UnitOfWork work,
        OutboxMessage message,
        MessageStatus status,
        string? error,
        Duration? wait,
        CancellationToken cancellationToken
    )
    {
        var rows = await work.ExecuteAsync(
            """
            update outbox_message
            set status = @Status, last_error = @error, claimed_until = null,
                next_attempt_at = clock_timestamp() + make_interval(secs => @Wait),
                delivered_at = case when @Status = 'Delivered' then clock_timestamp() end
            where id = @Id and version = @Version
            """,
            new
            {
                Status = status.ToString(),
                error,
                Wait = wait?.TotalSeconds ?? 0,
                message.Id,
                message.Version,
            },
            cancellationToken
        );
        return rows == 1;
    }

    private async Task TellAsync(
        UnitOfWork work,
        OutboxMessage message,
        MessageStatus status,
        string error,
        Duration age,
        CancellationToken cancellationToken
    )
    {
        foreach (var listener in listeners)
        {
            if (status is MessageStatus.Delivered)
            {
                await listener.DeliveredAsync(work, message, age, cancellationToken);
            }
            else if (status is MessageStatus.Failed)
            {
                await listener.FailedAsync(work, message, error, cancellationToken);
            }
        }
    }
}
