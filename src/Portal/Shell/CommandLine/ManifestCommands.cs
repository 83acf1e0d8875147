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
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static Command Validate()
    {
        var (files, output) = (Files(), Output.Option());
        var help = Output.Help(
            "Read manifests and say what is wrong with each, by line. Names of other definitions are not looked up.",
            "portal validate checkout.yaml",
            "portal validate teams/*.yaml -o json"
        );
        var command = new Command("validate", help) { files, output };
        command.SetAction(
            async (parsed, token) =>
            {
                var read = await ManifestFiles.ReadAsync(parsed.GetRequiredValue(files), token);
                using var app = PortalHost.Build(["--Portal:Engine:Enabled=false"]);
                var kinds = app.Services.GetRequiredService<ManifestKinds>();
                var results = ManifestCheck.Alone(ManifestReader.Read(read.Text), kinds);
                await WriteAsync(results, read, parsed.GetValue(output));
                return results.Any(result => result.Action == ManifestResult.Invalid) ? PortalCommand.Failed : 0;
            }
        );
        return command;
    }

    public static Command Plan() =>
        Sending(
            "plan",
            Output.Help(
                "What would apply change? Exit code 2 when it would change something.",
                "portal plan checkout.yaml",
                "portal export | portal plan -"
            ),
            dryRun: true
        );

    public static Command Apply() =>
        Sending(
            "apply",
            Output.Help(
                "Apply manifests, all or none.",
                "portal apply checkout.yaml",
                "portal apply teams.yaml slos.yaml --url https://portal.example --token ptl_…"
            ),
            dryRun: false
        );

    public static Command Export()
    {
        var (url, token, kind, output) = (
            Remote.Url(),
            Remote.Token(),
            new Option<string>("--kind") { Description = "One kind only, for example AlertRule." },
            Output.Option()
        );
        var help = Output.Help(
            "All definitions, or those of a kind, as manifests; secrets are masked.",
            "portal export > everything.yaml",
            "portal export --kind AlertRule -o json",
            "portal export prometheus-rules --slo checkout > checkout.rules.yml"
        );
        var command = new Command("export", help) { kind, url, token, output, RuleCommands.Export() };
        command.SetAction(
            async (parsed, stop) =>
            {
                using var http = Remote.Client(parsed.GetValue(url), parsed.GetValue(token));
                var accept = parsed.GetValue(output) == Output.Json ? "application/json" : "application/yaml";
                http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
                var query = parsed.GetValue(kind) is { } one ? $"?kind={Uri.EscapeDataString(one)}" : "";
                using var response = await http.GetAsync($"api/v1/manifests{query}", stop);
                var text = await response.Content.ReadAsStringAsync(stop);
                if (!response.IsSuccessStatusCode)
                {
                    return await RefusedAsync(JsonNode.Parse(text));
                }

                await Console.Out.WriteAsync(text);
                return 0;
            }
        );
        return command;
    }

    private static Command Sending(string name, string description, bool dryRun)
    {
        var (files, url, token, output) = (Files(), Remote.Url(), Remote.Token(), Output.Option());
        var command = new Command(name, description) { files, url, token, output };
        command.SetAction(
            async (parsed, stop) =>
            {
                using var http = Remote.Client(parsed.GetValue(url), parsed.GetValue(token));
                var read = await ManifestFiles.ReadAsync(parsed.GetRequiredValue(files), stop);
                using var content = new StringContent(read.Text, Encoding.UTF8, "application/yaml");
                using var response = await http.PostAsync($"api/v1/manifests?dryRun={dryRun}", content, stop);
                var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(stop));
                if (answer?["results"].Deserialize<List<ManifestResult>>(Web) is not { } results)
                {
                    return await RefusedAsync(answer);
                }

                await WriteAsync(results, read, parsed.GetValue(output));
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

    internal static async Task<int> RefusedAsync(JsonNode? answer)
    {
        await Console.Error.WriteLineAsync($"{answer?["title"]}: {answer?["detail"]}");
        return PortalCommand.Failed;
    }

    private static async Task WriteAsync(IReadOnlyList<ManifestResult> results, ManifestFiles files, string? output)
    {
        if (output == Output.Json)
        {
            await Output.WriteAsync(new { results = results.Select(result => Placed(result, files)) });
            return;
        }

        foreach (var result in results)
        {
            await Console.Out.WriteLineAsync($"{result.Action, -10} {result.Kind}/{result.Name}");
            foreach (var error in result.Errors)
            {
                var (file, line) = files.Place(error);
                await Console.Out.WriteLineAsync($"  {file}:{line}: {error.Path}: {error.Message}");
            }

            foreach (var warning in result.Warnings ?? [])
            {
                var (file, line) = files.Place(warning);
                await Console.Out.WriteLineAsync($"  {file}:{line}: {warning.Path}: warning: {warning.Message}");
            }
        }
    }

    private static object Placed(ManifestResult result, ManifestFiles files) =>
        new
        {
            result.Kind,
            result.Name,
            result.Action,
            result.Version,
            Errors = result.Errors.Select(error => Placed(error, files)),
            Warnings = result.Warnings?.Select(warning => Placed(warning, files)),
        };

    private static object Placed(ManifestError error, ManifestFiles files)
    {
        var (file, line) = files.Place(error);
        return new
        {
            file,
            line,
            error.Path,
            error.Message,
        };
    }
}
