using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Tests.Shell;

namespace Portal.Tests.Access;

/// <summary>Secrets are planted wherever the portal takes one, and then looked for wherever it says or keeps anything.</summary>
public sealed class PlantedSecretTests : IAsyncDisposable
{
    private const string Basic = "planted-basic-7f1c";
    private const string Bearer = "planted-bearer-83ad";
    private const string Address = "planted-address-c2d8";
    private const string Webhook = "planted-webhook-6b90";
    private const string Header = "planted-header-19be";
    private const string Smtp = "planted-smtp-44d0";
    private const string UserPassword = "planted-password-5e2b";
    private const string Bootstrap = "ptl_planted-bootstrap-a9c3";

    private readonly string folder = Directory.CreateTempSubdirectory("portal-secrets-").FullName;
    private readonly LoggedLines logged = new();
    private readonly OwnPortal portal;

    public PlantedSecretTests() =>
        portal = OwnPortal.Start(
            folder,
            builder =>
                builder
                    .UseSetting("Portal:BootstrapToken", Bootstrap)
                    .UseSetting("Portal:Smtp:Host", "127.0.0.1")
                    .UseSetting("Portal:Smtp:Port", "9")
                    .UseSetting("Portal:Smtp:User", "portal")
                    .UseSetting("Portal:Smtp:Password", Smtp)
                    .UseSetting("Logging:LogLevel:Default", "Debug")
                    .ConfigureServices(services => services.AddSingleton<ILoggerProvider>(logged))
        );

    [Fact]
    public async Task A_planted_secret_is_found_nowhere()
    {
        using var client = Program(Bootstrap);
        var said = new List<(string Where, string Text)>();
        var token = await PlantAsync(client, said);
        string[] planted = [Basic, Bearer, Header, Address, Webhook, Smtp, UserPassword, Bootstrap, token, token[4..]];

        foreach (
            var call in (await ApiSurface.ReadAsync(client)).Calls.Where(call =>
                !call.IsWrite && call.InPath.Count == 0
            )
        )
        {
            // Also what refuses for want of a parameter says something.
            using var answer = await client.GetAsync(new Uri(call.Path, UriKind.Relative), World.Cancellation);
            said.Add(($"{call}", await answer.Content.ReadAsStringAsync(World.Cancellation)));
        }

        foreach (var name in new[] { "secret-basic", "secret-bearer", "secret-header" })
        {
            said.Add((name, await client.GetStringAsync($"/api/v1/backends/{name}", World.Cancellation)));
            said.Add(($"test {name}", await SayAsync(client, $"/api/v1/backends/{name}/test", "")));
        }

        said.Add(("metrics", await client.GetStringAsync("/metrics", World.Cancellation)));
        said.AddRange(await RowsAsync());
        said.AddRange(logged.Lines.Select(line => ("log", line)));

        var found =
            from one in said
            from secret in planted
            where one.Text.Contains(secret, StringComparison.OrdinalIgnoreCase)
            select $"{secret} in {one.Where}: {one.Text[..Math.Min(one.Text.Length, 200)]}";
        Assert.Empty(found);
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        logged.Dispose();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // PostgreSQL may still be writing its last file; the folder is a temporary one.
        }
    }

    /// <returns>The text of a token that was made.</returns>
    private async Task<string> PlantAsync(HttpClient client, List<(string, string)> said)
    {
        foreach (
            var (name, auth) in new[]
            {
                ("secret-basic", $"type: basic, user: reader, password: {Basic}"),
                ("secret-bearer", $"type: bearer, token: {Bearer}"),
                ("secret-header", $"type: header, name: X-Key, value: {Header}"),
            }
        )
        {
            foreach (var timeout in new[] { "5s", "6s", "soon" }) // made, changed, and refused
            {
                var yaml =
                    $"apiVersion: portal/v1\nkind: Backend\nmetadata: {{ name: {name} }}\nspec: {{ url: \"http://127.0.0.1:9\", timeout: {timeout}, auth: {{ {auth} }} }}";
                said.Add(($"apply {name} {timeout}", await SayAsync(client, "/api/v1/manifests", yaml)));
                var within = yaml.Replace("http://127", $"http://reader:{Address}@127", StringComparison.Ordinal);
                said.Add(($"refuse {name} {timeout}", await SayAsync(client, "/api/v1/manifests", within)));
            }
        }

        foreach (var zone in new[] { "UTC", "Europe/Berlin", "Mars/X" })
        {
            var yaml =
                $"apiVersion: portal/v1\nkind: User\nmetadata: {{ name: hooked }}\nspec: {{ displayName: Hooked, timeZone: {zone}, contactMethods: [{{ name: chat, type: webhook, address: \"http://127.0.0.1:9/hooks/{Webhook}\" }}] }}";
            said.Add(($"apply webhook {zone}", await SayAsync(client, "/api/v1/manifests", yaml)));
        }

        await PageAsync(client);
        var person = new Person("Planted", null, "UTC", [], []);
        await portal
            .Services.GetRequiredService<Portal.Teams.Accounts>()
            .CreateAsync(Actor.Portal, "planted", person, UserPassword, administrator: true, World.Cancellation);
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/tokens",
            new
            {
                name = "planted",
                role = "admin",
                owner = "planted",
            },
            World.Cancellation
        );
        var token = (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(World.Cancellation))!["token"];
        using var program = Program(token);
        said.Add(("as the token", await program.GetStringAsync("/api/v1/tokens", World.Cancellation)));
        return token;
    }

    /// <summary>A page to the webhook, which nobody answers: the outbox and the timeline say how that went.</summary>
    private static async Task PageAsync(HttpClient client)
    {
        using var opened = await client.PostAsJsonAsync(
            "/api/v1/incidents",
            new { title = "Planted", severity = "info" },
            World.Cancellation
        );
        var number = JsonNode.Parse(await opened.Content.ReadAsStringAsync(World.Cancellation))!["number"];
        using var paged = await client.PostAsJsonAsync(
            $"/api/v1/incidents/{number}/pages",
            new { user = "hooked" },
            World.Cancellation
        );
        Assert.True(paged.IsSuccessStatusCode, await paged.Content.ReadAsStringAsync(World.Cancellation));
    }

    private HttpClient Program(string token)
    {
        var client = new HttpClient { BaseAddress = portal.ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private static async Task<string> SayAsync(HttpClient client, string path, string yaml)
    {
        using var content = new StringContent(yaml, Encoding.UTF8, "application/yaml");
        using var answer = await client.PostAsync(path, yaml.Length == 0 ? null : content, World.Cancellation);
        return await answer.Content.ReadAsStringAsync(World.Cancellation) + answer.Headers;
    }

    /// <summary>Every row of every table, as text.</summary>
    private async Task<IReadOnlyList<(string, string)>> RowsAsync()
    {
        await using var connection = await portal
            .Services.GetRequiredService<NpgsqlDataSource>()
            .OpenConnectionAsync(World.Cancellation);
        var rows = new List<(string, string)>();
        var tables = await connection.QueryAsync<string>(
            "select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"
        );
        foreach (var table in tables)
        {
            var texts = await connection.QueryAsync<string>($"select to_jsonb(t)::text from {table} t");
            rows.AddRange(texts.Select(text => (table, text)));
        }

        Assert.Contains(rows, row => row.Item1.EndsWith(".audit_entry", StringComparison.Ordinal));
        return rows;
    }

    /// <summary>Everything that is logged, whatever the console shows of it.</summary>
    private sealed class LoggedLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
