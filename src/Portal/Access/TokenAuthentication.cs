using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Portal.Access;

/// <summary><c>Authorization: Bearer ptl_…</c>, and the bootstrap token of <c>PORTAL__BOOTSTRAPTOKEN</c>.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiTokens tokens,
    IConfiguration configuration
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Token";

    private const string Bearer = "Bearer ";

    public static bool IsOffered(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsOffered(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var text = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        if (IsBootstrap(text))
        {
            return Success("bootstrap", ActorKind.Bootstrap, "Admin");
        }

        var token = await tokens.FindAsync(text, Context.RequestAborted);
        return token is null
            ? AuthenticateResult.Fail("The token is unknown, expired or revoked.")
            : Success(token.Owner, ActorKind.Token, token.Role.ToString());
    }

    private bool IsBootstrap(string text) =>
        configuration["Portal:BootstrapToken"] is { Length: > 0 } bootstrap
        && CryptographicOperations.FixedTimeEquals(ApiToken.HashOf(text), ApiToken.HashOf(bootstrap));

    private AuthenticateResult Success(string name, ActorKind kind, string cap)
    {
        Claim[] claims = [new(ClaimTypes.Name, name), new(Actor.KindClaim, kind.ToString()), new(Actor.CapClaim, cap)];
        var identity = new ClaimsIdentity(claims, Scheme.Name);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
