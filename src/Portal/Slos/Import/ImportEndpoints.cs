using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Manifests;

namespace Portal.Slos.Import;

internal static class ImportEndpoints
{
    public static void MapImport(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/v1/import", ImportAsync)
            .WithTags("SLOs")
            .WithName("ImportSlos")
            .WithSummary(
                "SLOs of Sloth, Pyrra or OpenSLO as manifests, with a warning for what has no counterpart. Applies nothing: send the manifests on."
            )
            .TakesManifests();

    private static async Task<Ok<ImportedSlos>> ImportAsync(
        HttpRequest request,
        ClaimsPrincipal user,
        ImportSlos imports,
        CancellationToken cancellationToken,
        string? format = null,
        string? backend = null,
        string? service = null,
        string? team = null
    )
    {
        var body = await ManifestBody.ReadAsync(request, cancellationToken);
        var options = new ImportOptions(backend ?? "", service, team);
        return TypedResults.Ok(imports.Read(Actor.Of(user), format ?? "", body, options));
    }
}
