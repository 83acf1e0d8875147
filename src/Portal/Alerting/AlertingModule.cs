using Portal.Alerting.Pages;
using Portal.Catalog;
using Portal.Data.Engine;
using Portal.Data.Scheduling;
using Portal.Manifests;

namespace Portal.Alerting;

internal static class AlertingModule
{
    public static void AddAlerting(this WebApplicationBuilder builder)
    {
        builder.Services.AddCronJob<ForgetAlerts>("forget-alerts", "0 30 3 * * ?");
        builder
            .Services.AddSingleton(AlertRuleManifest.Definition)
            .AddSingleton<AlertStore>()
            .AddSingleton<RuleClaims>()
            .AddSingleton<BackendTrouble>()
            .AddSingleton<RuleDirectory>()
            .AddSingleton<ChartRule>()
            .AddSingleton<RuleReaches>()
            .AddSingleton<PreviewRule>()
            .AddSingleton<RuleSwitches>()
            .AddScoped<PageTools>()
            .AddTransient<LivePreview>()
            .AddSingleton<IDefinitionListener, KeepRuleSchedule>()
            .AddSingleton<IServiceFacts, RuleFacts>()
            .AddSingleton<IEngineWork, EvaluateRules>();
    }

    public static void MapAlerting(this WebApplication app) => ((IEndpointRouteBuilder)app).MapAlerting();
}
