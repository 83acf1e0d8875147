using Portal.Data.Scheduling;
using Portal.Manifests;
using Portal.Reports.Months;

namespace Portal.Reports;

internal static class ReportsModule
{
    public static void AddReports(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<ReportsOptions>()
            .BindConfiguration("Portal:Reports")
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddCronJob<FreezeMonths>("freeze-months", "0 25 4 * * ?");
        builder
            .Services.AddSingleton<ReportStore>()
            .AddSingleton<AlertQualityStore>()
            .AddSingleton<MonthNumbers>()
            .AddSingleton<FreezeMonths>()
            .AddSingleton<SloMonths>()
            .AddSingleton<IDefinitionListener, KeepDeletedSlos>()
            .AddSingleton<CompileReliability>();
    }

    public static void MapReports(this WebApplication app)
    {
        ((IEndpointRouteBuilder)app).MapReports();
        app.MapSloMonths();
    }
}
