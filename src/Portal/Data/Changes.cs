using System.Collections.Concurrent;
using Npgsql;

namespace Portal.Data;

/// <summary>What other transactions said when they committed (LISTEN/NOTIFY), told to this process's loops and open pages.</summary>
/// <remarks>
/// A hint and never the truth: a notice lost with the connection is made up for by polling, so whoever subscribes reads
/// the database and trusts nothing in the notice but its topic. Topics are words with colons, <c>incident:42</c>.
/// </remarks>
internal sealed class Changes(NpgsqlDataSource database, ILogger<Changes> logger) : BackgroundService
{
    public const string Channel = "portal";

    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Subscription> subscriptions = new();

    /// <summary>Calls back for every topic that is <paramref name="topic"/> or begins with it and a colon.</summary>
    public IDisposable Subscribe(string topic, Action<string> changed)
    {
        var subscription = new Subscription(this, topic, changed);
        subscriptions[subscription.Id] = subscription;
        return subscription;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception lost) when (lost is NpgsqlException or InvalidOperationException or IOException)
            {
                logger.LogWarning("Listening for changes was interrupted: {Reason}", lost.Message);
                await Task.Delay(ReconnectAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notice) => Tell(notice.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    private void Tell(string topic)
    {
        foreach (var subscription in subscriptions.Values.Where(subscription => subscription.Covers(topic)))
        {
            try
            {
                subscription.Changed(topic);
            }
            catch (Exception failure)
            {
                logger.LogError(failure, "A subscriber of {Topic} failed", topic);
            }
        }
    }

    private sealed class Subscription(Changes owner, string prefix, Action<string> changed) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public Action<string> Changed { get; } = changed;

        public bool Covers(string topic) =>
            topic.StartsWith(prefix, StringComparison.Ordinal)
            && (topic.Length == prefix.Length || topic[prefix.Length] == ':');

        public void Dispose() => owner.subscriptions.TryRemove(Id, out _);
    }
}
