using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting;

internal static class AlertingEndpoints
{
    private const int MostItems = 500;
    private const int InstancesShown = 100;
    private const int LargestBody = 256 * 1024;

    public static void MapAlerting(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/api/v1/rules").WithTags("Alert rules");
        rules
            .MapGet("", ListAsync)
            .WithName("ListRules")
            .WithSummary("Alert rules by name, with the worst state of their alerts and their health.");
        rules
            .MapGet("/{rule}", GetAsync)
            .WithName("GetRule")
            .WithSummary("One rule by name or id, with its open alerts.");
        rules
            .MapGet("/{rule}/instances", InstancesAsync)
            .WithName("ListRuleInstances")
            .WithSummary("The alerts of a rule by fingerprint, resolved ones too unless a state is asked for.");
        rules
            .MapGet("/{rule}/chart", ChartAsync)
            .WithName("GetRuleChart")
            .WithSummary("Its six worst series, its threshold and when it fired, in columns.");
        rules
            .MapPost("/preview", PreviewAsync)
            .WithName("PreviewRule")
            .WithSummary("What an unsaved rule sees, when it would have fired and whom it would have woken.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));
    }

    private static async Task<Ok<RulePage>> ListAsync(
        ClaimsPrincipal user,
        RuleDirectory rules,
        CancellationToken cancellationToken,
        string? service = null,
        string? team = null,
        string? state = null,
        string? after = null,
        int limit = 100
    )
    {
        var actor = Actor.Of(user);
        var filter = new RuleFilter(service, team, state is null ? null : Word<RuleState>("state", state));
        var found = (await rules.ListAsync(actor, filter, cancellationToken))
            .Where(rule => after is null || string.CompareOrdinal(rule.Name, after) > 0)
            .Take(Math.Clamp(limit, 1, MostItems) + 1)
            .ToList();
        var page = found.Take(Math.Clamp(limit, 1, MostItems)).ToList();
        var items = new List<RuleItem>(page.Count);
        foreach (var rule in page)
        {
            items.Add(await ItemAsync(actor, rules, rule, cancellationToken));
        }

        return TypedResults.Ok(new RulePage(items, found.Count > page.Count ? page[^1].Name : null));
    }

    private static async Task<Ok<RuleItem>> GetAsync(
        string rule,
        ClaimsPrincipal user,
        RuleDirectory rules,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        var found = await rules.FindAsync(actor, rule, cancellationToken);
        return TypedResults.Ok(await ItemAsync(actor, rules, found, cancellationToken));
    }

    private static async Task<Ok<RuleInstances>> InstancesAsync(
        string rule,
        ClaimsPrincipal user,
        RuleDirectory rules,
        CancellationToken cancellationToken,
        string? state = null,
        string? after = null,
        int limit = 100
    )
    {
        var actor = Actor.Of(user);
        var found = await rules.FindAsync(actor, rule, cancellationToken);
        var states = state is null ? RuleDirectory.Any : [Word<AlertState>("state", state)];
        var most = Math.Clamp(limit, 1, MostItems);
        var instances = await rules.InstancesAsync(actor, found, states, after, most + 1, cancellationToken);
        var page = instances.Take(most).Select(RuleInstance.Of).ToList();
        return TypedResults.Ok(
            new RuleInstances(
                found.State,
                found.Health,
                found.LastEvaluation,
                found.LastError,
                page,
                instances.Count > most ? page[^1].Fingerprint : null
            )
        );
    }

    private static async Task<IResult> ChartAsync(
        string rule,
        ClaimsPrincipal user,
        RuleDirectory rules,
        ChartRule charts,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null
    )
    {
        var actor = Actor.Of(user);
        var found = await rules.FindAsync(actor, rule, cancellationToken);
        var end = to is null ? clock.GetCurrentInstant() : RequestTime.Read("to", to);
        var start = from is null ? end - Duration.FromDays(1) : RequestTime.Read("from", from);
        if (end <= start || end - start > PreviewRule.LongestRange)
        {
            throw new InvalidInputException("to", "to must be after from, by at most 90 days.");
        }

        var (chart, failure) = await charts.DrawAsync(actor, found, new(start, end), cancellationToken);
        return chart is not null
            ? TypedResults.Json(chart, ChartData.Json)
            : TypedResults.Problem(failure, statusCode: StatusCodes.Status502BadGateway, title: "No answer");
    }

    private static async Task<Ok<RulePreviewAnswer>> PreviewAsync(
        JsonObject body,
        ClaimsPrincipal user,
        PreviewRule preview,
        CancellationToken cancellationToken,
        string? range = null
    )
    {
        var text = range ?? (body["range"] as JsonValue)?.ToString() ?? "7d";
        if (
            !DurationText.TryParse(text, out var length)
            || length < PreviewRule.ShortestRange
            || length > PreviewRule.LongestRange
        )
        {
            throw new InvalidInputException("range", $"{text} is no range: write 1h to 90d, such as 24h or 7d.");
        }

        return TypedResults.Ok(
            RulePreviewAnswer.Of(await preview.RunAsync(Actor.Of(user), Manifest(body), length, cancellationToken))
        );
    }

    /// <summary>Takes a whole manifest, <c>{ name, spec }</c>, or the spec alone.</summary>
    private static JsonObject Manifest(JsonObject body)
    {
        var spec = body["spec"] as JsonObject ?? body;
        var name =
            (
                (body["metadata"] as JsonObject)?["name"] ?? (ReferenceEquals(spec, body) ? null : body["name"])
            )?.ToString() ?? "unsaved";
        var copy = (JsonObject)spec.DeepClone();
        if (ReferenceEquals(spec, body))
        {
            copy.Remove("range");
        }

        return new JsonObject
        {
            ["apiVersion"] = AlertRuleManifest.Definition.ApiVersion,
            ["kind"] = AlertRuleManifest.Kind,
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = copy,
        };
    }

    private static async Task<RuleItem> ItemAsync(
        Actor actor,
        RuleDirectory rules,
        RuleStatus rule,
        CancellationToken cancellationToken
    )
    {
        var open =
            rule.Open.Count == 0
                ? []
                : await rules.InstancesAsync(actor, rule, RuleDirectory.Open, null, InstancesShown, cancellationToken);
        return RuleItem.Of(rule, open);
    }

    private static T Word<T>(string field, string text)
        where T : struct, Enum =>
        Words.TryParse<T>(text, out var word)
            ? word
            : throw new InvalidInputException(field, $"{text} is not known: use {string.Join(", ", Words.Of<T>())}.");
}
