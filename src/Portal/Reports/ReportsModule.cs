namespace Portal.Reports;

internal static class ReportsModule
{
    public static void AddReports(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton<ReportStore>()
            .AddSingleton<AlertQualityStore>()
            .AddSingleton<CompileReliability>();

    public static void MapReports(this WebApplication app) => ((IEndpointRouteBuilder)app).MapReports();
}
