namespace Portal.Manifests;

internal static class ManifestsModule
{
    public static void AddManifests(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ManifestKinds>().AddSingleton<ManifestApplier>().AddSingleton<ManifestExport>();
        services.AddSingleton<DefinitionHistory>().AddSingleton<DefinitionUses>().AddScoped<DefinitionEditing>();
        services
            .AddSingleton<Definitions>()
            .AddSingleton<IDefinitions>(provider => provider.GetRequiredService<Definitions>())
            .AddHostedService(provider => provider.GetRequiredService<Definitions>());
    }

    public static void MapManifests(this WebApplication app) => ((IEndpointRouteBuilder)app).MapManifests();
}
