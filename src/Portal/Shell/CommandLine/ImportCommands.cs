using System.CommandLine;
using Portal.Data;
using Portal.Slos.Import;

namespace Portal.Shell.CommandLine;

/// <summary>SLOs of other tools as manifests. Needs no portal; what it writes is for <c>plan</c> and <c>apply</c>.</summary>
internal static class ImportCommands
{
    public static Command Import() =>
        new("import", "Read SLOs of other tools and write them as manifests.")
        {
            Of("sloth", "Sloth"),
            Of("pyrra", "Pyrra"),
            Of(SloImport.OpenSlo, "OpenSLO"),
        };

    private static Command Of(string format, string tool)
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Files, or - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var backend = new Option<string>("--backend")
        {
            Description =
                format == SloImport.OpenSlo
                    ? "The Backend that answers the queries that name none."
                    : "The Backend that answers the queries.",
            Required = format != SloImport.OpenSlo,
        };
        var service = new Option<string>("--service") { Description = "The service that all of them belong to." };
        var team = new Option<string>("--team")
        {
            Description = "The team of a service that the portal does not have yet.",
        };
        var target = new Option<string>("--out") { Description = "The file to write; default standard output." };
        var output = Output.Option();
        var help = Output.Help(
            $"Read SLOs of {tool} and write them as manifests; what has no counterpart is told on standard error.",
            $"portal import {format} slos.yaml --backend prom --out checkout.yaml",
            $"portal import {format} slos.yaml --backend prom --service checkout --team shop | portal plan -"
        );
        var command = new Command(format, help) { files, backend, service, team, target, output };
        command.SetAction(
            async (parsed, stop) =>
            {
                var read = await ManifestFiles.ReadAsync(parsed.GetRequiredValue(files), stop);
                var options = new ImportOptions(
                    parsed.GetValue(backend) ?? "",
                    parsed.GetValue(service),
                    parsed.GetValue(team)
                );
                try
                {
                    var imported = SloImport.Read(format, read.Text, options);
                    await WriteAsync(imported, read, parsed.GetValue(target), parsed.GetValue(output), stop);
                    return 0;
                }
                catch (InvalidInputException refusal)
                {
                    await Console.Error.WriteLineAsync(
                        string.Join('\n', refusal.Errors.SelectMany(field => field.Value))
                    );
                    return PortalCommand.Failed;
                }
            }
        );
        return command;
    }

    private static async Task WriteAsync(
        ImportedSlos imported,
        ManifestFiles files,
        string? target,
        string? output,
        CancellationToken cancellationToken
    )
    {
        foreach (var warning in imported.Warnings)
        {
            var (file, line) = files.Place(warning);
            await Console.Error.WriteLineAsync($"{file}:{line}: {warning.Path}: warning: {warning.Message}");
        }

        if (target is not null)
        {
            await File.WriteAllTextAsync(target, imported.Manifests, cancellationToken);
        }
        else if (output == Output.Json)
        {
            await Output.WriteAsync(imported);
        }
        else
        {
            await Console.Out.WriteAsync(imported.Manifests);
        }
    }
}
