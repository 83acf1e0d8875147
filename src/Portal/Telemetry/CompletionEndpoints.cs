using System.Security.Claims;
using Portal.Access;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>Names for whoever types a query: bounded, at most a minute old, and asked of the backend by the portal alone.</summary>
internal static class CompletionEndpoints
{
    public static void MapCompletion(this RouteGroupBuilder backends)
    {
        backends
            .MapGet("/{backend}/metrics", MetricsAsync)
            .WithName("ListMetrics")
            .WithSummary("Names of metrics of the last six hours, for completion: 1 to 1000; needs the role lead.");
        backends
            .MapGet("/{backend}/metric-types", MetricTypesAsync)
            .WithName("ListMetricTypes")
            .WithSummary("The same with the type and help of each, from its metadata or by how its name ends.");
        backends
            .MapGet("/{backend}/labels", LabelsAsync)
            .WithName("ListLabels")
            .WithSummary("Names of labels, of a metric when one is given.");
        backends
            .MapGet("/{backend}/label-values", LabelValuesAsync)
            .WithName("ListLabelValues")
            .WithSummary("Values of a label, of a metric when one is given.");
    }

    private static Task<IResult> MetricsAsync(
        string backend,
        ClaimsPrincipal user,
        CompleteQuery completion,
        [AsParameters] NameFilter filter,
        CancellationToken cancellationToken
    ) => NamesAsync(completion, user, backend, new NameQuestion.Metrics(), filter, cancellationToken);

    private static async Task<IResult> MetricTypesAsync(
        string backend,
        ClaimsPrincipal user,
        CompleteQuery completion,
        [AsParameters] NameFilter filter,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        var names = await completion.AskAsync(actor, backend, new NameQuestion.Metrics(), cancellationToken);
        if (names is QueryOutcome<string>.Failed failed)
        {
            return NoAnswer(failed);
        }

        var told = await completion.MetadataAsync(actor, backend, cancellationToken);
        var page = NamePage.Of(names.ItemsOrNone(), filter);
        return TypedResults.Ok(
            new MetricPage(
                [.. page.Items.Select(name => MetricFamilies.Series(name, told)).Select(MetricItem.Of)],
                page.Total
            )
        );
    }

    private static Task<IResult> LabelsAsync(
        string backend,
        ClaimsPrincipal user,
        CompleteQuery completion,
        [AsParameters] NameFilter filter,
        CancellationToken cancellationToken,
        string? metric = null
    ) => NamesAsync(completion, user, backend, new NameQuestion.Labels(metric), filter, cancellationToken);

    private static Task<IResult> LabelValuesAsync(
        string backend,
        string label,
        ClaimsPrincipal user,
        CompleteQuery completion,
        [AsParameters] NameFilter filter,
        CancellationToken cancellationToken,
        string? metric = null
    ) => NamesAsync(completion, user, backend, new NameQuestion.Values(label, metric), filter, cancellationToken);

    private static async Task<IResult> NamesAsync(
        CompleteQuery completion,
        ClaimsPrincipal user,
        string backend,
        NameQuestion question,
        NameFilter filter,
        CancellationToken cancellationToken
    ) =>
        await completion.AskAsync(Actor.Of(user), backend, question, cancellationToken) switch
        {
            QueryOutcome<string>.Failed failed => NoAnswer(failed),
            var names => TypedResults.Ok(NamePage.Of(names.ItemsOrNone(), filter)),
        };

    private static IResult NoAnswer(QueryOutcome<string>.Failed failed) =>
        TypedResults.Problem(
            failed.Message,
            statusCode: StatusCodes.Status502BadGateway,
            title: "The backend gave no answer"
        );
}
