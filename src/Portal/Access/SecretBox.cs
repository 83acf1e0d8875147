using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Access;

/// <summary>Encrypts what must not be read in the database: passwords of backends, keys of webhooks.</summary>
internal sealed class SecretBox(IDataProtectionProvider protection)
{
    private const string Mark = "enc:";

    private readonly IDataProtector protector = protection.CreateProtector("secrets");

    public static bool IsClosed(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    public string Close(string secret) => Mark + protector.Protect(secret);

    /// <exception cref="InvalidOperationException">It was encrypted with keys that this portal does not have.</exception>
    public string Open(string stored)
    {
        if (!IsClosed(stored))
        {
            return stored;
        }

        try
        {
            return protector.Unprotect(stored[Mark.Length..]);
        }
        catch (CryptographicException failure)
        {
            throw new InvalidOperationException(
                "A stored secret cannot be decrypted with this portal's keys: enter it again.",
                failure
            );
        }
    }
}
