using Portal.Alerting;
using Portal.Catalog;
using Portal.Data.Engine;
using Portal.Incidents.Pages;
using Portal.Notifications;
using Portal.Slos;
using Portal.Ui;

namespace Portal.Incidents;

internal static class IncidentsModule
{
    public static void AddIncidents(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddSingleton<IncidentStore>()
            .AddSingleton<IncidentViews>()
            .AddSingleton<IncidentReader>()
            .AddSingleton<IncidentChange>()
            .AddSingleton<IncidentCommands>()
            .AddSingleton<IncidentJournal>()
            .AddSingleton<IncidentClosing>()
            .AddSingleton<Deployments>()
            .AddSingleton<SnoozeIncident>()
            .AddSingleton<MergeIncidents>()
            .AddSingleton<MergedIncidents>()
            .AddSingleton<TellInvolved>()
            .AddSingleton<Paging>()
            .AddSingleton<PageAgain>()
            .AddSingleton<RaiseSeverity>()
            .AddSingleton<Pager>()
            .AddSingleton<StampCorrections>()
            .AddSingleton<PagingStore>()
            .AddSingleton<RelatedIncidents>()
            .AddSingleton<TestPages>()
            .AddSingleton<PageContents>()
            .AddSingleton<Addresses>()
            .AddSingleton<AcknowledgeLinks>()
            .AddSingleton<PhoneChart>()
            .AddScoped<IncidentActions>()
            .AddScoped<PhoneVisit>();
        // A command that only looks at the database has nobody to page.
        if (builder.Configuration.GetValue("Portal:Engine:Enabled", defaultValue: true))
        {
            services.AddHostedService<RehearsePaging>();
        }

        services
            .AddSingleton<IAlertListener, OpenIncidents>()
            .AddSingleton<IRuleIncidents, RuleIncidents>()
            .AddSingleton<IChartMarks, IncidentMarks>()
            .AddSingleton<IServiceFacts, IncidentFacts>()
            .AddSingleton<IBudgetCauses, IncidentCauses>()
            .AddSingleton<IIncidentFacts, BudgetUsed>()
            .AddSingleton<IDeliveryListener, RecordDelivery>()
            .AddSingleton<IDeliveryListener>(provider => provider.GetRequiredService<TestPages>())
            .AddSingleton<ITimerHandler, AdvanceEscalation>()
            .AddSingleton<ITimerHandler, FollowNotificationRule>()
            .AddSingleton<ITimerHandler, ReturnAfterAcknowledge>()
            .AddSingleton<ITimerHandler, EndSnooze>();
    }

    public static void MapIncidents(this WebApplication app)
    {
        ((IEndpointRouteBuilder)app).MapIncidents();
        app.MapAcknowledge();
        app.MapPhone();
    }
}
