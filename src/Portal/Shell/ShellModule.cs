using Microsoft.AspNetCore.Diagnostics;
using Portal.Ui;

namespace Portal.Shell;

internal static class ShellModule
{
    /// <summary>No inline script; inline style only where uPlot and Blazor position their parts.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void AddShell(this WebApplicationBuilder builder)
    {
        builder.Services.AddUi();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton<MetricsText>();
        builder.AddOpenTelemetryExport();
    }

    public static void UseShell(this WebApplication app)
    {
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                return next(context);
            }
        );
        // An address that nothing answers shows the page that says so, to people; programs get the bare status.
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(
            (context, next) =>
            {
                if (!IsForPeople(context.Request) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                {
                    pages.Enabled = false;
                }

                return next(context);
            }
        );
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapTheme();
        app.MapHealthChecks("/livez", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();
        app.MapGet(
                "/metrics",
                (MetricsText metrics) => TypedResults.Text(metrics.Render(), "text/plain; version=0.0.4")
            )
            .AllowAnonymous();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
        app.Services.GetRequiredService<MetricsText>(); // listens from the start, not from the first scrape
    }

    private static bool IsForPeople(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
