using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Manifests;

namespace Portal.Tests.Slos;

/// <summary>No field of OpenSLO v1 is dropped in silence, and none is refused that the portal can take.</summary>
public sealed partial class OpenSloFieldTests(PortalApp app)
{
    private static readonly string[] Kinds = ["Backend", "Service", "SLO"];

    [Theory]
    [InlineData("fields-a", OpenSloFields.Inline)]
    [InlineData("fields-b", OpenSloFields.Named)]
    [InlineData("fields-c", OpenSloFields.Others)]
    public async Task Each_field_is_kept_or_told_with_its_line(string name, string file)
    {
        await GivenAsync(name);
        var lines = file.Replace("$", name, StringComparison.Ordinal).Split('\n');

        var results = await app.ApplyAsync(string.Join('\n', lines));

        var found = results.Results.SelectMany(result => result.Errors.Concat(result.Warnings ?? [])).ToList();
        Assert.True(results.Applied, string.Join("; ", found));
        Assert.Equal(Text(Marked(lines, "told")), Text(found.Select(one => one.Line).Distinct().Order()));
        var export = Export(name);
        Assert.All(
            Marked(lines, "kept"),
            line => Assert.Contains(Kept(lines[line - 1]), export, StringComparison.Ordinal)
        );
        Assert.All((await app.ApplyAsync(export)).Results, result => Assert.Equal("unchanged", result.Action));
    }

    [Theory]
    [InlineData("Named", "type: Prometheus\n  conn", "type: Datadog\n  conn", "spec.type", "use Prometheus")]
    [InlineData("Named", "      metricSourceRef: $-source # kept\n", "", "metricSourceRef", "portal import openslo")]
    [InlineData("Named", "duration: 1M", "duration: 2Y", "duration", "1 hour to 366 days")]
    [InlineData("Named", "severity: ticket", "severity: sev9", "spec.severity", "Use page or ticket")]
    [InlineData("Named", "  - op: lte", "  - target: 0.9\n  - op: lte", "spec.objectives", "portal import openslo")]
    [InlineData("Named", "name: $-named", "name: Named", "metadata.name", "is not a name")]
    [InlineData("Named", "indicatorRef:", "indicatorReff:", "spec.indicatorReff", "did you mean")]
    [InlineData(
        "Others",
        "  objectives:\n  - disp",
        "  indicatorRef: x\n  objectives:\n  - disp",
        "spec.indicatorRef",
        "leave one of the two out"
    )]
    [InlineData("Inline", "displayName: Good enough", "displayNames: Good enough", "displayNames", "did you mean")]
    public async Task What_cannot_be_taken_is_refused_where_it_stands_with_the_fix(
        string file,
        string part,
        string instead,
        string path,
        string message
    )
    {
        var text =
            file == "Named" ? OpenSloFields.Named
            : file == "Others" ? OpenSloFields.Others
            : OpenSloFields.Inline;
        Assert.Contains(part, text, StringComparison.Ordinal);
        await GivenAsync("refused");

        var results = await app.ApplyAsync(
            text.Replace(part, instead, StringComparison.Ordinal).Replace("$", "refused", StringComparison.Ordinal)
        );

        Assert.False(results.Applied);
        Assert.Contains(
            results.Results.SelectMany(result => result.Errors),
            error =>
                error.Line > 1
                && error.Path.EndsWith(path, StringComparison.Ordinal)
                && error.Message.Contains(message, StringComparison.Ordinal)
        );
    }

    private static IEnumerable<int> Marked(string[] lines, string mark) =>
        Enumerable
            .Range(1, lines.Length)
            .Where(line => lines[line - 1].Contains($"# {mark}", StringComparison.Ordinal));

    private static string Text(IEnumerable<int> lines) =>
        string.Join(' ', lines.Select(line => line.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What follows <c># kept as</c>, or else the value, or the name, of the line.</summary>
    private static string Kept(string line)
    {
        var match = Line().Match(line);
        return match.Groups["as"] is { Success: true, Value: var instead } ? instead : match.Groups["value"].Value;
    }

    private string Export(string name)
    {
        var export = app.Get<ManifestExport>();
        return string.Join(
            "---\n",
            Kinds
                .SelectMany(kind => export.Json(kind).Select(one => (Kind: kind, Name: $"{one!["metadata"]!["name"]}")))
                .Where(one => one.Name.StartsWith(name, StringComparison.Ordinal))
                .Select(one => export.Yaml(one.Kind, one.Name))
        );
    }

    private async Task GivenAsync(string name) =>
        await app.GivenAsync(
            Yaml.Team($"{name}-crew")
                + Yaml.Service($"{name}-rooms", $"{name}-crew")
                + $"---\n{{ apiVersion: portal/v1, kind: Backend, metadata: {{ name: {name}-metrics }}, spec: {{ url: 'http://127.0.0.1:9' }} }}\n"
        );

    [GeneratedRegex(
        "^[- ]*([\\w./]+: ?)?(?<value>.*?) *# kept( as (?<as>.+))?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Line();
}
