using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Time;

namespace Portal.Slos.Policies;

internal static class GateEndpoints
{
    public static void MapGate(this IEndpointRouteBuilder routes)
    {
        var gate = routes.MapGroup("/api/v1/gate").WithTags("SLOs");
        gate.MapGet("", AskAsync)
            .WithName("AskGate")
            .WithSummary(
                "Whether a service may be deployed now, by its error budget policies: allow or deny, with the reason."
            );
        gate.MapPost("/overrides", OverrideAsync)
            .WithName("OverrideGate")
            .WithSummary(
                "A lead opens the gate of a service for a while (at most 7d), with a reason for the audit log."
            );
    }

    private static async Task<Ok<GateItem>> AskAsync(
        ClaimsPrincipal user,
        GateKeeping gate,
        CancellationToken cancellationToken,
        string? service = null
    )
    {
        if (string.IsNullOrWhiteSpace(service))
        {
            throw new InvalidInputException("service", "service is missing: name the service that is to be deployed.");
        }

        var (decision, _, pass) = await gate.AskAsync(Actor.Of(user), service, cancellationToken);
        return TypedResults.Ok(
            new GateItem(
                decision.IsAllowed ? "allow" : "deny",
                decision.Reason,
                decision.Slo,
                decision.Policy,
                pass is null ? null : new GateOverrideItem(pass.By, pass.Reason, pass.Until)
            )
        );
    }

    private static async Task<Ok<GateItem>> OverrideAsync(
        OverrideBody body,
        ClaimsPrincipal user,
        GateKeeping gate,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        await gate.OverrideAsync(actor, body.Service, body.Reason ?? "", Time(body.For), cancellationToken);
        return await AskAsync(user, gate, cancellationToken, body.Service);
    }

    private static Duration Time(string? text)
    {
        try
        {
            return DurationText.Parse(text ?? "");
        }
        catch (DomainException refusal)
        {
            throw new InvalidInputException("for", refusal.Message);
        }
    }

    /// <param name="For">How long, such as 2h; at most 7d.</param>
    private sealed record OverrideBody(string Service, string? Reason, string? For);
}

/// <param name="Decision">allow or deny.</param>
/// <param name="Slo">Whose budget decides; null where none does.</param>
/// <param name="Override">Who has opened it; null where nobody has.</param>
internal sealed record GateItem(
    string Decision,
    string Reason,
    string? Slo,
    string? Policy,
    GateOverrideItem? Override
);

internal sealed record GateOverrideItem(string By, string Reason, Instant Until);
