namespace Portal.Catalog;

internal static class CatalogModule
{
    public static void AddCatalog(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton(ServiceManifest.Definition)
            .AddSingleton(RunbookManifest.Definition)
            .AddSingleton<RunbookDirectory>();
}
