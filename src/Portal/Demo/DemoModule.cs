namespace Portal.Demo;

internal static class DemoModule
{
    public static void AddDemo(this WebApplicationBuilder builder) { }

    public static void MapDemo(this WebApplication app) { }
}
