using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Portal.Data.Engine;

/// <summary>Something to do at a time, kept as a row: it survives every process, and its key makes it happen once.</summary>
internal sealed class Timer
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Says who fires it: <see cref="ITimerHandler.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique among all timers: setting it again changes nothing.</summary>
    public required string Key { get; init; }

    /// <summary>What it is about, an incident for one; all timers of a subject can be dropped together.</summary>
    public Guid Subject { get; init; }

    public Instant DueAt { get; init; }

    public string Payload { get; init; } = "{}";

    public Instant? ClaimedUntil { get; init; }

    /// <summary>Raised by every claim: the fencing token.</summary>
    public long Version { get; init; }
}

/// <summary>Fires the timers of one kind.</summary>
internal interface ITimerHandler
{
    string Kind { get; }

    /// <summary>
    /// Does what is due in a transaction of its own that begins with <see cref="Timers.CompleteAsync"/>, and does nothing
    /// when that says that another replica was first.
    /// </summary>
    Task FireAsync(Timer timer, CancellationToken cancellationToken);
}

internal static class Timers
{
    public const string Topic = "timers";

    /// <summary>Sets a timer in the caller's transaction.</summary>
    public static Task SetAsync(UnitOfWork work, Timer timer, CancellationToken cancellationToken)
    {
        work.Announce(Topic);
        return work.ExecuteAsync(
            """
            insert into timer (id, kind, key, subject, due_at, payload, version)
            values (@Id, @Kind, @Key, @Subject, @DueAt, @Payload::jsonb, 0)
            on conflict (key) do nothing
            """,
            timer,
            cancellationToken
        );
    }

    /// <summary>Drops what waits. One that is being claimed at this moment stays: whoever fires it looks first whether it is still wanted.</summary>
    public static Task DropAsync(UnitOfWork work, Guid subject, string[] kinds, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            """
            delete from timer where id in (
                select id from timer where subject = @subject and kind = any(@kinds) for update skip locked)
            """,
            new { subject, kinds },
            cancellationToken
        );

    /// <summary>Takes the timer away. False when another replica has claimed it since, or has fired it.</summary>
    public static async Task<bool> CompleteAsync(UnitOfWork work, Timer timer, CancellationToken cancellationToken) =>
        await work.ExecuteAsync("delete from timer where id = @Id and version = @Version", timer, cancellationToken)
        == 1;
}

internal sealed class TimerConfiguration : IEntityTypeConfiguration<Timer>
{
    public void Configure(EntityTypeBuilder<Timer> builder)
    {
        builder.Property(timer => timer.Kind).HasMaxLength(40);
        builder.Property(timer => timer.Key).HasMaxLength(400);
        builder.Property(timer => timer.Payload).HasColumnType("jsonb");
        builder.HasIndex(timer => timer.Key).IsUnique();
        builder.HasIndex(timer => timer.DueAt);
        builder.HasIndex(timer => timer.Subject);
    }
}
