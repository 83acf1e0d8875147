using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Portal.Access;

/// <summary>One change: who, what, before and after. Never changed, never deleted; each carries the hash of all before it.</summary>
internal sealed class AuditEntry
{
    public long Id { get; init; }

    public Instant At { get; init; }

    public required string Actor { get; init; }

    public required string ActorKind { get; init; }

    /// <summary>A verb in the past: <c>created</c>, <c>acknowledged</c>.</summary>
    public required string Action { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>JSON, secrets masked; null when there was nothing.</summary>
    public string? Before { get; init; }

    public string? After { get; init; }

    public required byte[] PreviousHash { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>SHA-256 over the hash before and every field, each ended by a zero byte so that none can flow into the next.</summary>
    public static byte[] HashOf(
        byte[] previous,
        Instant at,
        string actor,
        string actorKind,
        string action,
        string kind,
        string name,
        string? before,
        string? after
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        foreach (
            var field in new[]
            {
                InstantPattern.ExtendedIso.Format(at),
                actor,
                actorKind,
                action,
                kind,
                name,
                before ?? "",
                after ?? "",
            }
        )
        {
            hash.AppendData(Encoding.UTF8.GetBytes(field));
            hash.AppendData([0]);
        }

        return hash.GetHashAndReset();
    }

    public bool Continues(byte[] previous) =>
        PreviousHash.AsSpan().SequenceEqual(previous)
        && Hash.AsSpan().SequenceEqual(HashOf(previous, At, Actor, ActorKind, Action, Kind, Name, Before, After));
}
