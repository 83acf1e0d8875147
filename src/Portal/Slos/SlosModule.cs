using Portal.Data.Engine;
using Portal.Manifests;
using Portal.Slos.Editing;
using Portal.Slos.Measuring;
using Portal.Slos.Preview;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos;

internal static class SlosModule
{
    public static void AddSlos(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton(SloManifest.Definition)
            .AddSingleton<SloClaims>()
            .AddSingleton<BackfillClaims>()
            .AddSingleton<SlosInForce>()
            .AddSingleton<CommitSlices>()
            .AddSingleton<SteerBackfill>()
            .AddSingleton<SloLedger>()
            .AddSingleton<SloCourse>()
            .AddSingleton<SloChanges>()
            .AddSingleton<LedgerGaps>()
            .AddSingleton<SloSparks>()
            .AddSingleton<SloStandings>()
            .AddSingleton<SloDirectory>()
            .AddSingleton<SloCharts>()
            .AddSingleton<IBurningBudgets, BurningBudgets>()
            .AddSingleton<PreviewSlo>()
            .AddSingleton<TrySli>()
            .AddSingleton<SloEditing>()
            .AddSingleton<IDefinitionListener, KeepSloSchedule>()
            .AddSingleton<IEngineWork, MeasureSlices>()
            .AddSingleton<IEngineWork, BackfillSlices>();

    public static void MapSlos(this WebApplication app) => ((IEndpointRouteBuilder)app).MapSlos();
}
