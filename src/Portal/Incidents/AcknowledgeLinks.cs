using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Incidents;

/// <summary>Signed addresses by which one person may see and acknowledge one incident, without signing in.</summary>
internal sealed class AcknowledgeLinks(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private readonly ITimeLimitedDataProtector protector = protection
        .CreateProtector("acknowledge")
        .ToTimeLimitedDataProtector();

    public string Token(long number, string user) => protector.Protect($"{number} {user}", Lifetime);

    /// <returns>Null for a text that this portal did not sign, or whose time is over.</returns>
    public AcknowledgeLink? Read(string token)
    {
        try
        {
            var parts = protector.Unprotect(token).Split(' ', 2);
            return
                parts is [var number, var user] && long.TryParse(number, CultureInfo.InvariantCulture, out var parsed)
                ? new AcknowledgeLink(parsed, user)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

internal sealed record AcknowledgeLink(long Number, string User);
