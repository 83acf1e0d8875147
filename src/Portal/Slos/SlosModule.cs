using Portal.Data.Engine;
using Portal.Manifests;
using Portal.Slos.Measuring;

namespace Portal.Slos;

internal static class SlosModule
{
    public static void AddSlos(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton(SloManifest.Definition)
            .AddSingleton<SloClaims>()
            .AddSingleton<BackfillClaims>()
            .AddSingleton<CommitSlices>()
            .AddSingleton<IDefinitionListener, KeepSloSchedule>()
            .AddSingleton<IEngineWork, MeasureSlices>()
            .AddSingleton<IEngineWork, BackfillSlices>();
}
