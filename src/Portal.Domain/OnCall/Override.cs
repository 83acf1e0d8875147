using NodaTime;

namespace Portal.Domain.OnCall;

/// <summary>
/// A change to a schedule for a while. <c>bo replaces ana</c> puts Bo on call wherever Ana would be, and does nothing where
/// she would not. Without <see cref="Replaces"/> Bo is on call whoever would be. Without <see cref="User"/> nobody
/// takes over: Ana is off, and the time becomes a gap.
/// </summary>
/// <param name="From">The first instant of the change.</param>
/// <param name="To">The first instant after the change.</param>
public sealed record Override(string? User, string? Replaces, Instant From, Instant To)
{
    public string? User { get; } =
        Named(User) is null && Named(Replaces) is null
            ? throw new DomainException("An override names who is on call, whom they replace, or both.")
            : Named(User);

    public string? Replaces { get; } =
        Named(Replaces) is { } replaced && replaced == Named(User)
            ? throw new DomainException($"{replaced} cannot replace {replaced}.")
            : Named(Replaces);

    public Instant From { get; } = From;

    public Instant To { get; } =
        To > From
            ? To
            : throw new DomainException(
                $"An override ends after it starts; this one starts at {From} and ends at {To}."
            );

    internal bool IsActive(Instant now) => From <= now && now < To;

    internal bool Overlaps(Override other) => From < other.To && other.From < To;

    /// <summary>Somebody whom both overrides name, or null.</summary>
    internal string? SharedWith(Override other) =>
        People().Intersect(other.People(), StringComparer.Ordinal).FirstOrDefault();

    private static string? Named(string? user) => string.IsNullOrWhiteSpace(user) ? null : user;

    private IEnumerable<string> People()
    {
        if (User is not null)
        {
            yield return User;
        }

        if (Replaces is not null)
        {
            yield return Replaces;
        }
    }
}
