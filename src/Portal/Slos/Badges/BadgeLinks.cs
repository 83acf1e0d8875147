using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Manifests;

namespace Portal.Slos.Badges;

/// <summary>
/// Signed addresses of badges: whoever has one sees how that SLO stands, without signing in, and nothing else. A README
/// or a wiki cannot sign in.
/// </summary>
internal sealed class BadgeLinks(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("badge");

    /// <summary>The address below the portal's own; it stays good until the SLO is deleted.</summary>
    public string PathOf<T>(Definition<T> slo, string format)
        where T : class => $"/badges/{slo.Name}.{format}?key={protector.Protect(slo.Id.ToString("N"))}";

    /// <returns>Whether the portal has signed the key for this SLO.</returns>
    public bool Opens(string? key, Guid slo)
    {
        try
        {
            return key is { Length: > 0 }
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.ASCII.GetBytes(protector.Unprotect(key)),
                    Encoding.ASCII.GetBytes(slo.ToString("N"))
                );
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
