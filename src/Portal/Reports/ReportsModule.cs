using Portal.Data.Scheduling;
using Portal.Manifests;
using Portal.Reports.Months;
using Portal.Reports.Weekly;

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
        // Monday begins on Sunday in UTC at one end of the earth and ends on Tuesday at the other.
        builder.Services.AddCronJob<SendWeekly>("weekly-mail", "0 0/15 * ? * SUN,MON,TUE");
        builder
            .Services.AddSingleton<ReportStore>()
            .AddSingleton<AlertQualityStore>()
            .AddSingleton<MonthNumbers>()
            .AddSingleton<FreezeMonths>()
            .AddSingleton<SloMonths>()
            .AddSingleton<IDefinitionListener, KeepDeletedSlos>()
            .AddSingleton<CompileReliability>()
            .AddSingleton<CompileWeek>()
            .AddSingleton<WeekWords>()
            .AddSingleton<SendWeekly>();
    }

    public static void MapReports(this WebApplication app)
    {
        ((IEndpointRouteBuilder)app).MapReports();
        app.MapSloMonths();
    }
}
