using System.Data.Common;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;

namespace Portal.Data;

/// <summary>One transaction over EF Core and the engine's own SQL alike.</summary>
/// <remarks>
/// What is owed is committed with what happened: state, timeline, timers, outgoing messages. Whoever opens it commits it;
/// disposed without a commit, nothing of it stays.
/// </remarks>
internal sealed class UnitOfWork : IAsyncDisposable
{
    private readonly IDbContextTransaction transaction;
    private readonly HashSet<string> topics = new(StringComparer.Ordinal);

    private UnitOfWork(PortalDb db, IDbContextTransaction transaction, Instant now)
    {
        Db = db;
        this.transaction = transaction;
        Now = now;
    }

    public PortalDb Db { get; }

    /// <summary>The database's time at the beginning: what orders events, whatever the nodes' clocks say.</summary>
    public Instant Now { get; }

    private DbConnection Connection => Db.Database.GetDbConnection();

    public static async Task<UnitOfWork> BeginAsync(
        IDbContextFactory<PortalDb> databases,
        CancellationToken cancellationToken
    )
    {
        var db = await databases.CreateDbContextAsync(cancellationToken);
        try
        {
            var begun = await db.Database.BeginTransactionAsync(cancellationToken);
            var now = await db
                .Database.GetDbConnection()
                .QuerySingleAsync<Instant>(
                    new CommandDefinition(
                        "select clock_timestamp()",
                        transaction: begun.GetDbTransaction(),
                        cancellationToken: cancellationToken
                    )
                );
            return new UnitOfWork(db, begun, now);
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    public Task<int> ExecuteAsync(string sql, object? arguments, CancellationToken cancellationToken) =>
        Connection.ExecuteAsync(Command(sql, arguments, cancellationToken));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql,
        object? arguments,
        CancellationToken cancellationToken
    ) => (await Connection.QueryAsync<T>(Command(sql, arguments, cancellationToken))).AsList();

    /// <summary>For thousands of rows: column by column, without an object for each.</summary>
    public async Task ReadAsync(
        string sql,
        object? arguments,
        Action<DbDataReader> row,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await Connection.ExecuteReaderAsync(Command(sql, arguments, cancellationToken));
        while (await reader.ReadAsync(cancellationToken))
        {
            row(reader);
        }
    }

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? arguments, CancellationToken cancellationToken) =>
        Connection.QueryFirstOrDefaultAsync<T>(Command(sql, arguments, cancellationToken));

    /// <summary>Tells every replica's loops and open pages, once the transaction is committed.</summary>
    public void Announce(string topic) => topics.Add(topic);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await Db.SaveChangesAsync(cancellationToken);
        if (topics.Count > 0)
        {
            await ExecuteAsync(
                "select pg_notify(@Channel, topic) from unnest(@Topics) topic",
                new { Changes.Channel, Topics = topics.ToArray() },
                cancellationToken
            );
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await Db.DisposeAsync();
    }

    private CommandDefinition Command(string sql, object? arguments, CancellationToken cancellationToken) =>
        new(sql, arguments, transaction.GetDbTransaction(), cancellationToken: cancellationToken);
}
