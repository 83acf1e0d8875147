using System.Diagnostics;
using Portal.Tests.MainJob;

namespace Portal.Tests.Shell;

/// <summary>The command line as scripts meet it: exit codes, JSON, and sentences in the place of stack traces.</summary>
public sealed class CommandLineTests(PortalApp app) : IDisposable
{
    private const string Good =
        "apiVersion: portal/v1\nkind: Runbook\nmetadata: { name: by-command }\nspec: { markdown: Look. }";

    private readonly string folder = Directory.CreateTempSubdirectory("portal-cli-").FullName;

    [Fact]
    public async Task Errors_are_told_by_file_and_by_its_own_line()
    {
        var (first, second) = (
            Write("a.yaml", Good),
            Write("b.yaml", "\n\n" + Good.Replace("Look.", "A, colour: red"))
        );

        var (code, output, _) = await RunAsync("validate", first, second);

        Assert.Equal(1, code);
        Assert.Contains($"{second}:6: spec.colour", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_taken_and_not_kept_is_told_by_file_and_line()
    {
        var (first, second) = (
            Write("a.yaml", Good),
            Write("b.yaml", "apiVersion: openslo/v1\nkind: SLI\nmetadata: { name: alone }\nspec: { ratioMetric: {} }")
        );

        var (code, output, _) = await RunAsync("validate", first, second);

        Assert.Equal(0, code);
        Assert.Contains($"{second}:1: kind: warning: No SLO of this file", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_of_Prometheus_are_exported_for_all_SLOs_or_one()
    {
        var token = await app.Get<Portal.Access.ApiTokens>()
            .CreateAsync(World.Admin, "rules", "admin", Domain.Teams.Role.Viewer, null, World.Cancellation);
        string[] remote = ["--url", app.ClientOptions.BaseAddress.ToString(), "--token", token];

        var (all, rules, _) = await RunAsync(["export", "prometheus-rules", .. remote]);
        var (one, nothing, error) = await RunAsync(["export", "prometheus-rules", "--slo", "nowhere", .. remote]);

        Assert.Equal((0, 1, ""), (all, one, nothing));
        Assert.Contains("groups:", rules, StringComparison.Ordinal);
        Assert.Contains("nowhere", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SLOs_of_another_tool_become_manifests_that_are_valid_and_what_is_lost_is_told()
    {
        var slos = Write(
            "slos.yaml",
            "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: { name: up, namespace: a }\n"
                + "spec: { target: '99.5', window: 4w, indicator: { bool_gauge: { metric: up } } }"
        );
        var made = Path.Combine(folder, "made.yaml");
        string[] import = ["import", "pyrra", slos, "--backend", "prom"];

        var (code, output, told) = await RunAsync([.. import, "--service", "shop", "--team", "crew", "--out", made]);
        var (valid, _, _) = await RunAsync("validate", made);
        var (refused, nothing, reason) = await RunAsync(import);

        Assert.Equal((0, "", 0), (code, output, valid));
        Assert.Contains($"{slos}:3: metadata.namespace: warning:", told, StringComparison.Ordinal);
        Assert.Equal((1, ""), (refused, nothing));
        Assert.Contains("name it with the import", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_ends_with_2_for_differences_apply_with_0_and_export_names_what_it_refuses()
    {
        var token = await app.Get<Portal.Access.ApiTokens>()
            .CreateAsync(World.Admin, "cli", "admin", Domain.Teams.Role.Admin, null, World.Cancellation);
        string[] remote = ["--url", app.ClientOptions.BaseAddress.ToString(), "--token", token];
        var file = Write("runbook.yaml", Good);

        var (plan, planned, _) = await RunAsync(["plan", file, "-o", "json", .. remote]);
        var (apply, _, _) = await RunAsync(["apply", file, .. remote]);
        var (again, _, _) = await RunAsync(["plan", file, .. remote]);
        var (export, nothing, error) = await RunAsync(["export", "--kind", "Wish", .. remote]);

        Assert.Equal((2, 0, 0, 1), (plan, apply, again, export));
        Assert.Contains("\"action\": \"created\"", planned, StringComparison.Ordinal);
        Assert.Equal("", nothing);
        Assert.Contains("Wish is no kind", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate|/no/such/file.yaml", "Could not find")]
    [InlineData("export|--url|http://127.0.0.1:1", "cannot be reached")]
    [InlineData("export|--url|nowhere", "no web address")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(string arguments, string sentence)
    {
        var (code, output, error) = await RunAsync(arguments.Split('|'));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("token|create")]
    [InlineData("export|prometheus-rules")]
    [InlineData("import|sloth")]
    public async Task Help_shows_examples(string command)
    {
        var (code, output, _) = await RunAsync([.. command.Split('|'), "--help"]);

        Assert.Equal(0, code);
        Assert.Contains($"portal {command.Replace('|', ' ')} ", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [PortalProcess.ProgramPath, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(World.Cancellation),
            process.StandardError.ReadToEndAsync(World.Cancellation)
        );
        await process.WaitForExitAsync(World.Cancellation);
        return (process.ExitCode, await output, await error);
    }
}
