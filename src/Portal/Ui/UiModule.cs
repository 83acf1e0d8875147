using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Portal.Ui;

internal static class UiModule
{
    /// <summary>What a slice registers itself, whenever it does, takes the place of what stands in here.</summary>
    public static void AddUi(this IServiceCollection services)
    {
        services.AddScoped<Viewer>().AddScoped<Toasts>().AddScoped<FieldIds>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IChangeFeed, QuietFeed>();
        services.TryAddScoped<INavCounts, NoNavCounts>();
    }
}
