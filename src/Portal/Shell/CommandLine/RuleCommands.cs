using System.CommandLine;
using System.Text.Json.Nodes;

namespace Portal.Shell.CommandLine;

/// <summary>SLOs as rules for a Prometheus that evaluates them by itself.</summary>
internal static class RuleCommands
{
    public static Command Export()
    {
        var (url, token, slo) = (
            Remote.Url(),
            Remote.Token(),
            new Option<string>("--slo") { Description = "One SLO only, by its name." }
        );
        var help = Output.Help(
            "SLOs as a rule file of Prometheus: error ratios, objectives, budgets and burn-rate alerts.",
            "portal export prometheus-rules > slos.rules.yml",
            "portal export prometheus-rules --slo checkout | promtool check rules"
        );
        var command = new Command("prometheus-rules", help) { slo, url, token };
        command.SetAction(
            async (parsed, stop) =>
            {
                using var http = Remote.Client(parsed.GetValue(url), parsed.GetValue(token));
                var path = parsed.GetValue(slo) is { } one
                    ? $"api/v1/slos/{Uri.EscapeDataString(one)}/prometheus-rules"
                    : "api/v1/prometheus-rules";
                using var response = await http.GetAsync(path, stop);
                var text = await response.Content.ReadAsStringAsync(stop);
                if (!response.IsSuccessStatusCode)
                {
                    return await ManifestCommands.RefusedAsync(JsonNode.Parse(text));
                }

                await Console.Out.WriteAsync(text);
                return 0;
            }
        );
        return command;
    }
}
