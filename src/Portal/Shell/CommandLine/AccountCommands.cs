using System.CommandLine;
using System.Security.Cryptography;
using NodaTime;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.Shell.CommandLine;

/// <summary>Users and tokens from the machine itself, for the day on which nobody can sign in. Whoever reaches the database may.</summary>
internal static class AccountCommands
{
    public static Command User()
    {
        var name = new Argument<string>("name") { Description = "Lower-case letters, digits and dashes." };
        var display = new Option<string>("--display-name") { Description = "As others see it; default the name." };
        var email = new Option<string>("--email");
        var zone = new Option<string>("--time-zone") { Description = "IANA name, default UTC." };
        var admin = new Option<bool>("--admin") { Description = "Makes it a member of the team administrators." };
        var output = Output.Option();
        var help = Output.Help(
            "Create a user; the password is told once.",
            "portal user create ana --display-name Ana --time-zone Europe/Berlin",
            "portal user create root --admin -o json"
        );
        var create = new Command("create", help) { name, display, email, zone, admin, output };
        create.SetAction(
            (parsed, token) =>
                Offline.RunAsync(
                    async (services, stop) =>
                    {
                        var user = parsed.GetRequiredValue(name);
                        var password = RandomNumberGenerator.GetHexString(20, lowercase: true);
                        var person = new Person(
                            parsed.GetValue(display) ?? user,
                            parsed.GetValue(email),
                            parsed.GetValue(zone) ?? "UTC",
                            [],
                            []
                        );
                        await services
                            .GetRequiredService<Accounts>()
                            .CreateAsync(Actor.Portal, user, person, password, parsed.GetValue(admin), stop);
                        await (
                            parsed.GetValue(output) == Output.Json
                                ? Output.WriteAsync(new { user, password })
                                : Console.Out.WriteLineAsync($"user      {user}\npassword  {password}")
                        );
                        return 0;
                    },
                    token
                )
        );
        return new Command("user", "Users of the portal.") { create };
    }

    public static Command Token()
    {
        var name = new Argument<string>("name") { Description = "What it is for." };
        var owner = new Option<string>("--owner") { Description = "The user it acts for, default admin." };
        var role = new Option<string>("--role")
        {
            Description = "The most it may do: viewer, responder, lead (default) or admin.",
        };
        var days = new Option<int?>("--days") { Description = "How long it lives; without it until it is revoked." };
        var output = Output.Option();
        var help = Output.Help(
            "Create an API token; its text is told once.",
            "portal token create ci --role lead",
            "portal token create grafana --owner ana --role viewer --days 90 -o json"
        );
        var create = new Command("create", help) { name, owner, role, days, output };
        create.SetAction(
            (parsed, token) =>
                Offline.RunAsync(
                    async (services, stop) =>
                    {
                        if (!Words.TryParse<Role>(parsed.GetValue(role) ?? "lead", out var most))
                        {
                            await Console.Error.WriteLineAsync("--role: use viewer, responder, lead or admin.");
                            return PortalCommand.Failed;
                        }

                        if (parsed.GetValue(days) is < 1 or > ApiTokens.MostDays)
                        {
                            await Console.Error.WriteLineAsync(
                                $"--days: a token lives 1 to {ApiTokens.MostDays} days."
                            );
                            return PortalCommand.Failed;
                        }

                        var text = await services
                            .GetRequiredService<ApiTokens>()
                            .CreateAsync(
                                Actor.Portal,
                                parsed.GetRequiredValue(name),
                                parsed.GetValue(owner) ?? "admin",
                                most,
                                parsed.GetValue(days) is { } lifetime ? Duration.FromDays(lifetime) : null,
                                stop
                            );
                        await (
                            parsed.GetValue(output) == Output.Json
                                ? Output.WriteAsync(new { token = text })
                                : Console.Out.WriteLineAsync(text)
                        );
                        return 0;
                    },
                    token
                )
        );
        return new Command("token", "API tokens.") { create };
    }
}
