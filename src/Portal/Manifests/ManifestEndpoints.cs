using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Access;
using Portal.Data;

namespace Portal.Manifests;

internal static class ManifestEndpoints
{
    private const int LargestBody = 4 * 1024 * 1024;

    public static void MapManifests(this IEndpointRouteBuilder routes)
    {
        var manifests = routes.MapGroup("/api/v1/manifests").WithTags("Manifests");
        manifests
            .MapPost("", ApplyAsync)
            .WithName("ApplyManifests")
            .WithSummary(
                "Applies documents, all or none. With dryRun=true it only says what it would do; with If-Match one document, if it is still at that version."
            )
            .Produces<ManifestResults>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .TakesManifests()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        manifests
            .MapGet("", Export)
            .WithName("ExportManifests")
            .WithSummary("All definitions, or those of a kind or a name, as manifests; secrets are masked.");
        manifests
            .MapDelete("/{kind}/{name}", DeleteAsync)
            .WithName("DeleteManifest")
            .WithSummary(
                "Deletes a definition, by name or id, that nothing else names; with If-Match only at that version."
            );
    }

    private static async Task<IResult> ApplyAsync(
        HttpRequest request,
        ClaimsPrincipal user,
        ManifestApplier applier,
        CancellationToken cancellationToken,
        bool dryRun = false
    )
    {
        var documents = ManifestReader.Read(await ManifestBody.ReadAsync(request, cancellationToken));
        if (documents.Count == 0)
        {
            throw new InvalidInputException("body", "The body holds no manifest: send YAML or JSON documents.");
        }

        if (ManifestBody.ExpectedVersion(request) is { } version)
        {
            documents = documents is [var only]
                ? [only with { ExpectedVersion = version }]
                : throw new InvalidInputException("If-Match", "If-Match is for one document: send it alone.");
        }

        var results = await applier.ApplyAsync(Actor.Of(user), documents, dryRun, cancellationToken);
        return results.IsValid ? TypedResults.Ok(results) : Refused(results);
    }

    private static ProblemHttpResult Refused(ManifestResults results)
    {
        var count = results.Results.Count(result => result.Action == ManifestResult.Invalid);
        var errors = results
            .Results.SelectMany(result => result.Errors.Select(error => (Key: Key(result, error), error.Message)))
            .GroupBy(error => error.Key, error => error.Message, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        return TypedResults.Problem(
            title: "The manifests are not valid",
            detail: $"{count} of {results.Results.Count} documents are not valid; nothing was applied.",
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["results"] = results.Results,
                ["errors"] = errors,
            }
        );
    }

    private static string Key(ManifestResult result, ManifestError error) =>
        result.Name.Length == 0 ? error.Path : $"{result.Kind}/{result.Name}: {error.Path}";

    private static IResult Export(
        HttpRequest request,
        ManifestExport export,
        string? kind = null,
        string? name = null
    ) =>
        request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Ok(export.Json(kind, name))
            : TypedResults.Text(export.Yaml(kind, name), "application/yaml");

    private static async Task<NoContent> DeleteAsync(
        string kind,
        string name,
        HttpRequest request,
        ClaimsPrincipal user,
        ManifestApplier applier,
        CancellationToken cancellationToken
    )
    {
        var version = ManifestBody.ExpectedVersion(request);
        await applier.DeleteAsync(Actor.Of(user), kind, name, cancellationToken, version);
        return TypedResults.NoContent();
    }
}
