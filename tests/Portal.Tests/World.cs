using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.Tests;

/// <summary>The verbs of tests against a running portal. Each test names its own users and things, since all share a database.</summary>
internal static class World
{
    public static readonly Actor Admin = new(PortalApp.User, ActorKind.Person);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static T Get<T>(this PortalApp app)
        where T : notnull => app.Services.GetRequiredService<T>();

    public static Actor Person(string name) => new(name, ActorKind.Person);

    public static Task<ManifestResults> ApplyAsync(
        this PortalApp app,
        string yaml,
        Actor? actor = null,
        bool dryRun = false
    ) => app.Get<ManifestApplier>().ApplyAsync(actor ?? Admin, ManifestReader.Read(yaml), dryRun, Cancellation);

    /// <summary>Makes what must be valid.</summary>
    public static async Task GivenAsync(this PortalApp app, string yaml)
    {
        var results = await app.ApplyAsync(yaml);
        results.ThrowIfInvalid();
        Assert.True(results.Applied);
    }

    /// <summary>A user who can sign in, with a role in a team of the same name as the user.</summary>
    public static async Task GivenUserAsync(
        this PortalApp app,
        string name,
        Role? role = null,
        string password = PortalApp.Password
    )
    {
        var person = new Person(name, null, "UTC", [], []);
        await app.Get<Accounts>().CreateAsync(Admin, name, person, password, administrator: false, Cancellation);
        if (role is { } given)
        {
            await app.GivenAsync(Yaml.Team($"{name}-team", (name, given)));
        }
    }

    /// <summary>A program that acts for <paramref name="user"/> with at most a role.</summary>
    public static async Task<HttpClient> ProgramAsync(this PortalApp app, string user = "admin", Role cap = Role.Admin)
    {
        var token = await app.Get<ApiTokens>()
            .CreateAsync(Person(user), "test", user, cap, Duration.FromDays(1), Cancellation);
        return app.Program(token);
    }

    public static HttpClient Program(this PortalApp app, string token)
    {
        var client = app.CreateVisitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
