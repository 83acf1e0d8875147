using Microsoft.AspNetCore.Diagnostics;
using Portal.Access;
using Portal.Ui;

namespace Portal.Shell;

internal static class ShellModule
{
    /// <summary>No inline script; inline style only where uPlot and Blazor position their parts.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void AddShell(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddUi();
        services.AddSingleton<IChangeFeed, ChangeFeed>();
        services.AddSingleton<RunJob>();
        services.AddScoped<INavCounts, IncidentCounts>();
        services.AddSingleton<Duty>().AddSingleton<RecentChanges>();
        // Before the framework's own, so that it is asked first.
        services.AddSingleton<IProblemDetailsWriter, ApiProblemWriter>();
        services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = details =>
                details.ProblemDetails.Extensions["traceId"] = Problems.TraceId(details.HttpContext)
        );
        services.AddExceptionHandler<Problems>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddOpenApi(ApiDocument.Configure);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSingleton<MetricsText>();
        builder.AddOpenTelemetryExport();
    }

    public static void UseShell(this WebApplication app)
    {
        app.Use(
            (context, next) =>
            {
                // At the last moment: what fails is answered with headers of its own.
                context.Response.OnStarting(SetHeaders, context);
                return next(context);
            }
        );
        app.UseExceptionHandler();
        // Under /api every answer is for programs, also that nothing is there.
        app.UseWhen(
            context => ApiGuard.IsApi(context.Request),
            api => api.UseStatusCodePages().Use(ApiGuard.RefuseUnreadable)
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
        app.UseWhen(
            context => ApiGuard.IsApi(context.Request),
            api => api.Use(Membership.Demand).Use(ApiGuard.RefuseUnknown)
        );
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapTheme();
        app.MapHealthChecks("/livez", new() { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/readyz", new() { ResponseWriter = Readiness.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/healthz", new() { ResponseWriter = Readiness.WriteAsync }).AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapGet(
                "/metrics",
                (MetricsText metrics) => TypedResults.Text(metrics.Render(), "text/plain; version=0.0.4")
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
        app.Services.GetRequiredService<MetricsText>(); // listens from the start, not from the first scrape
    }

    private static Task SetHeaders(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["X-Trace-ID"] = Problems.TraceId(context);
        return Task.CompletedTask;
    }

    private static bool IsForPeople(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !ApiGuard.IsApi(request)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
