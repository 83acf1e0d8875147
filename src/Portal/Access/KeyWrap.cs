using System.Security.Cryptography;
using System.Text;
using Portal.Data;

namespace Portal.Access;

/// <summary>
/// Closes the portal's keys with a key that is not in the database (<c>PORTAL__KEY</c>), so that the database alone, or a
/// copy of it, opens no secret.
/// </summary>
/// <remarks>AES-256-GCM; its key is derived from the given one and a salt of each closed text by HKDF (RFC 5869).</remarks>
internal sealed class KeyWrap
{
    public const string Setting = "Portal:Key";

    private const string Mark = "aes-gcm:";
    private const int LeastLength = 32;
    private const int SaltSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[]? secret;

    /// <exception cref="InvalidInputException">The key is given and too short to be one.</exception>
    public KeyWrap(IConfiguration configuration)
    {
        var key = configuration[Setting];
        if (key is { Length: > 0 and < LeastLength })
        {
            throw new InvalidInputException(
                "PORTAL__KEY",
                $"PORTAL__KEY has {key.Length} letters and needs at least {LeastLength}: make one with openssl rand -base64 32."
            );
        }

        secret = string.IsNullOrEmpty(key) ? null : Encoding.UTF8.GetBytes(key);
    }

    public bool IsSet => secret is not null;

    public static bool IsClosed(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>As it is where no key is set.</summary>
    public string Close(string text)
    {
        if (secret is null)
        {
            return text;
        }

        var plain = Encoding.UTF8.GetBytes(text);
        var closed = new byte[SaltSize + NonceSize + TagSize + plain.Length];
        var (salt, nonce, tag, cipher) = Parts(closed);
        RandomNumberGenerator.Fill(closed.AsSpan(0, SaltSize + NonceSize));
        using var aes = new AesGcm(Derive(salt.Span), TagSize);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span);
        return Mark + Convert.ToBase64String(closed);
    }

    /// <exception cref="InvalidOperationException">It was closed with a key that is not set, or is another.</exception>
    public string Open(string text)
    {
        if (!IsClosed(text))
        {
            return text;
        }

        if (secret is null)
        {
            throw new InvalidOperationException(
                "The keys in the database are closed with PORTAL__KEY, which is not set: set it to what it was."
            );
        }

        try
        {
            var closed = Convert.FromBase64String(text[Mark.Length..]);
            var (salt, nonce, tag, cipher) = Parts(closed);
            var plain = new byte[cipher.Length];
            using var aes = new AesGcm(Derive(salt.Span), TagSize);
            aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or FormatException or ArgumentException)
        {
            throw new InvalidOperationException(
                "The keys in the database are closed with another PORTAL__KEY than the one that is set: set it to what it was.",
                unreadable
            );
        }
    }

    private static (Memory<byte> Salt, Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(byte[] closed)
    {
        var all = closed.AsMemory();
        return (
            all[..SaltSize],
            all.Slice(SaltSize, NonceSize),
            all.Slice(SaltSize + NonceSize, TagSize),
            all[(SaltSize + NonceSize + TagSize)..]
        );
    }

    private byte[] Derive(ReadOnlySpan<byte> salt)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt, "portal key ring"u8);
        return key;
    }
}
