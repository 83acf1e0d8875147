using Portal.Catalog;
using Portal.Data.Engine;
using Portal.Data.Scheduling;
using Portal.Manifests;
using Portal.Slos.Agreements;
using Portal.Slos.Badges;
using Portal.Slos.Editing;
using Portal.Slos.Groups;
using Portal.Slos.Import;
using Portal.Slos.Ledger;
using Portal.Slos.Measuring;
using Portal.Slos.OpenSlo;
using Portal.Slos.Policies;
using Portal.Slos.Preview;
using Portal.Slos.Prometheus;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos;

internal static class SlosModule
{
    public static void AddSlos(this WebApplicationBuilder builder)
    {
        builder.Services.AddCronJob<ForgetSlices>("forget-slices", "0 50 3 * * ?");
        builder.Services.AddCronJob<ContinueCorrections>("continue-corrections", "0 10 3 * * ?");
        foreach (var guest in OpenSloGuests.All)
        {
            builder.Services.AddSingleton(guest);
        }

        builder
            .Services.AddGroups()
            .AddSingleton(SloManifest.Definition)
            .AddSingleton<SloClaims>()
            .AddSingleton<BackfillClaims>()
            .AddSingleton<SlosInForce>()
            .AddSingleton<ISliceSource, PromQlSlices>()
            .AddSingleton<SliceSources>()
            .AddSingleton<CommitSlices>()
            .AddSingleton<CompositeMembers>()
            .AddSingleton<JudgeComposites>()
            .AddSingleton<SteerBackfill>()
            .AddSingleton<SloLedger>()
            .AddSingleton<SloCourse>()
            .AddSingleton<CourseCorrections>()
            .AddSingleton<SloChanges>()
            .AddSingleton<LedgerGaps>()
            .AddSingleton<SloSparks>()
            .AddSingleton<SloStandings>()
            .AddSingleton<SloDirectory>()
            .AddSingleton<OtherWindows>()
            .AddSingleton<JourneyParts>()
            .AddSingleton<PrometheusRules>()
            .AddSingleton<ImportSlos>()
            .AddSingleton<SloCharts>()
            .AddSingleton<BudgetSpending>()
            .AddSingleton<FindWorst>()
            .AddSingleton<FindDrops>()
            .AddSingleton<CorrectionEffects>()
            .AddSingleton(ErrorBudgetPolicyManifest.Definition)
            .AddSingleton<FollowPolicies>()
            .AddSingleton<IDefinitionListener>(provider => provider.GetRequiredService<FollowPolicies>())
            .AddSingleton<GateKeeping>()
            .AddSingleton<IServiceFacts, SloFacts>()
            .AddSingleton<IBurningBudgets, BurningBudgets>()
            .AddSingleton<PreviewSlo>()
            .AddSingleton<TrySli>()
            .AddSingleton<SloEditing>()
            .AddSingleton<SliSuggestions>()
            .AddSingleton<StartFromTemplate>()
            .AddSingleton<IDefinitionListener, KeepSloSchedule>()
            .AddSingleton<BadgeLinks>()
            .AddSingleton<BadgeReading>()
            .AddSingleton(AgreementManifest.Definition)
            .AddSingleton<AgreementMonths>()
            .AddSingleton(CorrectionManifest.Definition)
            .AddSingleton<IDefinitionListener, KeepCorrections>()
            .AddSingleton<IEngineWork, MeasureSlices>()
            .AddSingleton<IEngineWork, BackfillSlices>();
    }

    private static IServiceCollection AddGroups(this IServiceCollection services) =>
        services
            .AddSingleton<GroupClaims>()
            .AddSingleton<CorrectGroups>()
            .AddSingleton<GroupDirectory>()
            .AddSingleton<IDefinitionListener, KeepGroups>()
            .AddSingleton<IEngineWork, MeasureGroups>();

    public static void MapSlos(this WebApplication app)
    {
        ((IEndpointRouteBuilder)app).MapSlos();
        app.MapGate();
        app.MapAgreements();
        app.MapBadges();
        app.MapPrometheusRules();
        app.MapImport();
    }
}
