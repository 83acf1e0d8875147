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
        backends
            .MapGet("/{backend}/metrics", MetricsAsync)
            .WithName("ListMetrics")
            .WithSummary("Names of metrics of the last six hours, for completion; needs the role lead.");
        backends
            .MapGet("/{backend}/labels", LabelsAsync)
            .WithName("ListLabels")
            .WithSummary("Names of labels, of a metric when one is given.");
        backends
            .MapGet("/{backend}/label-values", LabelValuesAsync)
            .WithName("ListLabelValues")
            .WithSummary("Values of a label, of a metric when one is given.");
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

    private static Task<IResult> MetricsAsync(
        string backend,
        ClaimsPrincipal user,
        CompleteQuery completion,
        CancellationToken cancellationToken,
        string? prefix = null
    ) =>
        NamesAsync(
            completion.AskAsync(Actor.Of(user), backend, prefix, client => client.MetricNamesAsync(cancellationToken))
        );

    private static Task<IResult> LabelsAsync(
        string backend,
        ClaimsPrincipal user,
        CompleteQuery completion,
        CancellationToken cancellationToken,
        string? metric = null,
        string? prefix = null
    ) =>
        NamesAsync(
            completion.AskAsync(
                Actor.Of(user),
                backend,
                prefix,
                client => client.LabelNamesAsync(metric, cancellationToken)
            )
        );

    private static Task<IResult> LabelValuesAsync(
        string backend,
        string label,
        ClaimsPrincipal user,
        CompleteQuery completion,
        CancellationToken cancellationToken,
        string? metric = null,
        string? prefix = null
    ) =>
        NamesAsync(
            completion.AskAsync(
                Actor.Of(user),
                backend,
                prefix,
                client => client.LabelValuesAsync(label, metric, cancellationToken)
            )
        );

    private static async Task<IResult> NamesAsync(Task<(NamePage? Names, string? Failure)> asked) =>
        await asked is ({ } names, _)
            ? TypedResults.Ok(names)
            : TypedResults.Problem(
                (await asked).Failure,
                statusCode: StatusCodes.Status502BadGateway,
                title: "The backend gave no answer"
            );
}

internal sealed record UnsavedBackend(string? Name, JsonObject? Spec);
