using Portal.Incidents;

namespace Portal.Postmortems;

internal static class PostmortemsModule
{
    public static void AddPostmortems(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton(PostmortemTemplateManifest.Definition)
            .AddSingleton<TemplateShelf>()
            .AddSingleton<PostmortemStore>()
            .AddSingleton<IncidentRecords>()
            .AddSingleton<PostmortemWording>()
            .AddSingleton<DraftPostmortems>()
            .AddSingleton<PostmortemApproval>()
            .AddSingleton<PostmortemChanges>()
            .AddSingleton<PostmortemCommands>()
            .AddSingleton<ActionItemCommands>()
            .AddSingleton<IIncidentListener>(services => services.GetRequiredService<DraftPostmortems>())
            .AddSingleton<IIncidentListener, ReopenActions>()
            .AddSingleton<IIncidentFacts, PostmortemFacts>();

    public static void MapPostmortems(this WebApplication app) => ((IEndpointRouteBuilder)app).MapPostmortems();
}
