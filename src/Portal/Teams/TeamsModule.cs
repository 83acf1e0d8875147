using Portal.Access;
using Portal.Manifests;

namespace Portal.Teams;

internal static class TeamsModule
{
    public static void AddTeams(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(PersonManifest.Definition).AddSingleton(TeamManifest.Definition);
        services.AddSingleton<IRoles, TeamRoles>().AddSingleton<Accounts>().AddSingleton<Profiles>();
        services.AddSingleton<People>().AddSingleton<IDefinitionListener, EndAccount>();
        services.AddHostedService<FirstUser>();
    }
}
