using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Portal.Domain.Teams;

namespace Portal.Access;

/// <summary>A key for programs. It acts for its owner, with at most the role it was made with; only its hash is kept.</summary>
internal sealed class ApiToken
{
    private const string Prefix = "ptl_";
    private const int SecretBytes = 32;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public required string Owner { get; init; }

    public Role Role { get; init; }

    public required byte[] Hash { get; init; }

    public Instant CreatedAt { get; init; }

    public Instant? ExpiresAt { get; init; }

    public Instant? LastUsedAt { get; private set; }

    public Instant? RevokedAt { get; private set; }

    public bool IsValidAt(Instant now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);

    public void Revoke(Instant now) => RevokedAt ??= now;

    /// <returns>The token and its text, which is told once and never again.</returns>
    public static (ApiToken Token, string Text) Create(
        string name,
        string owner,
        Role role,
        Instant now,
        Duration? lifetime
    )
    {
        var secret = RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true);
        var text = Prefix + secret;
        var token = new ApiToken
        {
            Name = name,
            Owner = owner,
            Role = role,
            Hash = HashOf(text),
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };
        return (token, text);
    }

    /// <summary>Plain SHA-256: the text holds 256 random bits, which no dictionary reaches.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
