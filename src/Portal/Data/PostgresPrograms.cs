using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;

namespace Portal.Data;

/// <summary>PostgreSQL's own programs as the system's packages install them.</summary>
internal static class PostgresPrograms
{
    private const string InstalledVersions = "/usr/lib/postgresql";

    /// <param name="version">The major version; null for the newest installed.</param>
    /// <exception cref="InvalidOperationException">It is not installed; says how to install it.</exception>
    public static string Folder(string? version)
    {
        var installed = Directory.Exists(InstalledVersions) ? Directory.GetDirectories(InstalledVersions) : [];
        return installed
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
                .Where(folder => version is null || Path.GetFileName(folder) == version)
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault()
            ?? throw new InvalidOperationException(
                $"PostgreSQL {version ?? "server"} is not installed below {InstalledVersions}: install it (apt-get install postgresql), or name a server in ConnectionStrings__Portal."
            );
    }

    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static async Task<string> RunAsync(
        string program,
        string[] arguments,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        using var process = Start(program, arguments, environment);
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken),
            process.StandardError.ReadToEndAsync(cancellationToken)
        );
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output[0]
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed: {string.Concat(output).Trim()}"
            );
    }

    /// <param name="environment">Besides what the portal has; the address of a server goes here, where no list of processes shows it.</param>
    public static Process Start(
        string program,
        string[] arguments,
        IReadOnlyDictionary<string, string?>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            // The portal's own folder may be closed to the user postgres.
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment ?? ReadOnlyDictionary<string, string?>.Empty)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
