using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Portal.Access;

/// <summary>
/// Treats a name that nobody has as if somebody had it: the same time for a try, the same words, the same wait after too many.
/// Otherwise the sign-in page would tell who works here.
/// </summary>
internal sealed class UnknownNames(
    IOptions<PasswordHasherOptions> rounds,
    IOptions<IdentityOptions> identity,
    IClock clock
)
{
    /// <summary>Somebody who tries many names must not fill the memory: then all are forgotten.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (int Failures, Instant Until)> tries = new(StringComparer.Ordinal);
    private readonly User nobody = new();
    private readonly PasswordHasher<User> hasher = new(rounds);
    private readonly Lazy<string> hash = new(() =>
        new PasswordHasher<User>(rounds).HashPassword(new User(), Guid.NewGuid().ToString())
    );

    /// <returns>Whether the name is told to wait, as a real one would be.</returns>
    public bool Try(string name, string password)
    {
        var now = clock.GetCurrentInstant();
        var lockout = identity.Value.Lockout;
        var known = tries.GetValueOrDefault(name);
        var failures = known.Until > now ? known.Failures : 0;
        if (failures >= lockout.MaxFailedAccessAttempts)
        {
            return true; // a real one is not compared either while it waits
        }

        hasher.VerifyHashedPassword(nobody, hash.Value, password);
        if (tries.Count >= Most)
        {
            tries.Clear();
        }

        tries[name] = (failures + 1, now + Duration.FromTimeSpan(lockout.DefaultLockoutTimeSpan));
        return failures + 1 >= lockout.MaxFailedAccessAttempts;
    }
}
