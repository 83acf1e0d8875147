using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Manifests;

namespace Portal.Shell.CommandLine;

/// <summary>Manifests from files, against a running portal; <c>validate</c> needs none.</summary>
internal static class ManifestCommands
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Validate()
    {
        var (files, output) = (Files(), Output());
        var command = new Command(
            "validate",
            "Read manifests and say what is wrong with each, by line. Names of other definitions are not looked up."
        )
        {
            files,
            output,
        };
        command.SetAction(
            async (parsed, token) =>
            {
                var text = await ReadAsync(parsed.GetRequiredValue(files), token);
                using var app = PortalHost.Build(["--Portal:Engine:Enabled=false"]);
                var kinds = app.Services.GetRequiredService<ManifestKinds>();
                var results = ManifestReader
                    .Read(text)
                    .Select(document => ManifestCheck.Alone(document, kinds))
                    .ToList();
                await WriteAsync(results, parsed.GetValue(output));
                return results.Exists(result => result.Action == ManifestResult.Invalid) ? PortalCommand.Failed : 0;
            }
        );
        return command;
    }

    public static Command Plan() =>
        Sending("plan", "What would apply change? Exit code 2 when it would change something.", dryRun: true);

    public static Command Apply() => Sending("apply", "Apply manifests, all or none.", dryRun: false);

    public static Command Export()
    {
        var (url, token, kind, output) = (Remote.Url(), Remote.Token(), new Option<string>("--kind"), Output());
        var command = new Command("export", "All definitions, or those of a kind, as manifests; secrets are masked.")
        {
            kind,
            url,
            token,
            output,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                using var http = Remote.Client(parsed.GetValue(url), parsed.GetValue(token));
                var accept = parsed.GetValue(output) == "json" ? "application/json" : "application/yaml";
                http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
                var query = parsed.GetValue(kind) is { } one ? $"?kind={Uri.EscapeDataString(one)}" : "";
                using var response = await http.GetAsync($"api/v1/manifests{query}", stop);
                await Console.Out.WriteAsync(await response.Content.ReadAsStringAsync(stop));
                return response.IsSuccessStatusCode ? 0 : PortalCommand.Failed;
            }
        );
        return command;
    }

    private static Command Sending(string name, string description, bool dryRun)
    {
        var (files, url, token, output) = (Files(), Remote.Url(), Remote.Token(), Output());
        var command = new Command(name, description) { files, url, token, output };
        command.SetAction(
            async (parsed, stop) =>
            {
                using var http = Remote.Client(parsed.GetValue(url), parsed.GetValue(token));
                var text = await ReadAsync(parsed.GetRequiredValue(files), stop);
                using var content = new StringContent(text, Encoding.UTF8, "application/yaml");
                using var response = await http.PostAsync($"api/v1/manifests?dryRun={dryRun}", content, stop);
                var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(stop));
                if (answer?["results"].Deserialize<List<ManifestResult>>(Json) is not { } results)
                {
                    await Console.Error.WriteLineAsync($"{answer?["title"]}: {answer?["detail"]}");
                    return PortalCommand.Failed;
                }

                await WriteAsync(results, parsed.GetValue(output));
                return !response.IsSuccessStatusCode ? PortalCommand.Failed
                    : dryRun && results.Exists(result => result.Action != ManifestResult.Unchanged)
                        ? PortalCommand.Differences
                    : 0;
            }
        );
        return command;
    }

    private static Argument<string[]> Files() =>
        new("files") { Description = "Files, or - for standard input.", Arity = ArgumentArity.OneOrMore };

    private static Option<string> Output() => new("-o", "--output") { Description = "text (default) or json." };

    private static async Task<string> ReadAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var file in files)
        {
            texts.Add(
                file == "-"
                    ? await Console.In.ReadToEndAsync(cancellationToken)
                    : await File.ReadAllTextAsync(file, cancellationToken)
            );
        }

        return string.Join("\n---\n", texts);
    }

    private static async Task WriteAsync(List<ManifestResult> results, string? output)
    {
        if (output == "json")
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { results }, Json));
            return;
        }

        foreach (var result in results)
        {
            await Console.Out.WriteLineAsync($"{result.Action, -10} {result.Kind}/{result.Name}");
            foreach (var error in result.Errors)
            {
                await Console.Out.WriteLineAsync($"  line {error.Line}: {error.Path}: {error.Message}");
            }
        }
    }
}
