using Portal.Access;

namespace Portal.Teams;

internal static class TeamsModule
{
    public static void AddTeams(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(PersonManifest.Definition).AddSingleton(TeamManifest.Definition);
        services.AddSingleton<IRoles, TeamRoles>().AddSingleton<Accounts>();
        services.AddHostedService<FirstUser>();
    }
}
