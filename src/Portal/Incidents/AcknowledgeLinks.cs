using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>Signed addresses by which one person may see and acknowledge one incident, without signing in.</summary>
internal sealed class AcknowledgeLinks(IDataProtectionProvider protection, IDefinitions definitions)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly ITimeLimitedDataProtector protector = protection
        .CreateProtector("acknowledge")
        .ToTimeLimitedDataProtector();

    public string Token(long number, string user) => protector.Protect($"{number} {user}", Lifetime);

    /// <returns>Null for a text that this portal did not sign, whose time is over, or whose person is gone.</returns>
    public AcknowledgeLink? Read(string token)
    {
        try
        {
            var parts = protector.Unprotect(token).Split(' ', 2);
            return
                parts is [var number, var user]
                && long.TryParse(number, CultureInfo.InvariantCulture, out var parsed)
                && definitions.Find<Person>(user) is not null
                ? new AcknowledgeLink(parsed, user)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

internal sealed record AcknowledgeLink(long Number, string User)
{
    public Actor Actor { get; } = new(User, ActorKind.Link);
}
