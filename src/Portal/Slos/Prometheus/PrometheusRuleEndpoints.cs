using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;

namespace Portal.Slos.Prometheus;

internal static class PrometheusRuleEndpoints
{
    private const string MediaType = "text/yaml";

    public static void MapPrometheusRules(this IEndpointRouteBuilder routes)
    {
        var rules = routes.MapGroup("/api/v1").WithTags("SLOs");
        rules
            .MapGet("/prometheus-rules", All)
            .WithName("ExportPrometheusRules")
            .WithSummary("All SLOs as one rule file of Prometheus.")
            .Produces<string>(StatusCodes.Status200OK, MediaType);
        rules
            .MapGet("/slos/{slo}/prometheus-rules", One)
            .WithName("ExportSloPrometheusRules")
            .WithSummary("An SLO as a rule file of Prometheus: error ratios, objective, budget and burn-rate alerts.")
            .Produces<string>(StatusCodes.Status200OK, MediaType);
    }

    private static ContentHttpResult All(ClaimsPrincipal user, PrometheusRules rules) =>
        TypedResults.Text(rules.Of(Actor.Of(user)), MediaType);

    private static ContentHttpResult One(string slo, ClaimsPrincipal user, PrometheusRules rules) =>
        TypedResults.Text(rules.Of(Actor.Of(user), slo), MediaType);
}
