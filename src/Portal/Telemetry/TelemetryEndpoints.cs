using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Data;

namespace Portal.Telemetry;

internal static class TelemetryEndpoints
{
    public static void MapTelemetry(this IEndpointRouteBuilder routes)
    {
        var backends = routes.MapGroup("/api/v1/backends").WithTags("Backends");
        backends
            .MapGet("", List)
            .WithName("ListBackends")
            .WithSummary("Connected backends, how they answered last and who uses them; never a secret.");
        backends.MapGet("/{backend}", Get).WithName("GetBackend").WithSummary("One backend by name or id.");
        backends
            .MapPost("/{backend}/test", TestSavedAsync)
            .WithName("TestBackend")
            .WithSummary("Asks a saved backend one trivial query; needs the role lead.");
        backends
            .MapPost("/test", TestUnsavedAsync)
            .WithName("TestUnsavedBackend")
            .WithSummary("The same for { name, spec } that is not saved; needs the role admin.");
        backends.MapCompletion();
    }

    private static Ok<BackendPage> List(
        ClaimsPrincipal user,
        BackendDirectory directory,
        string? after = null,
        int limit = KeySetPage.Usual
    )
    {
        var (page, next) = KeySetPage.Of(directory.List(Actor.Of(user)), one => one.Name, after, limit);
        return TypedResults.Ok(new BackendPage([.. page.Select(BackendItem.Of)], next));
    }

    private static Ok<BackendItem> Get(string backend, ClaimsPrincipal user, BackendDirectory directory) =>
        TypedResults.Ok(BackendItem.Of(directory.Find(Actor.Of(user), backend)));

    private static async Task<Ok<BackendTest>> TestSavedAsync(
        string backend,
        ClaimsPrincipal user,
        TestBackend test,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await test.SavedAsync(Actor.Of(user), backend, cancellationToken));

    private static async Task<Ok<BackendTest>> TestUnsavedAsync(
        UnsavedBackend body,
        ClaimsPrincipal user,
        TestBackend test,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            await test.UnsavedAsync(
                Actor.Of(user),
                body.Name ?? "this backend",
                body.Spec ?? throw new InvalidInputException("spec", "spec is missing: write it as in a manifest."),
                cancellationToken
            )
        );
}

internal sealed record UnsavedBackend(string? Name, JsonObject? Spec);
