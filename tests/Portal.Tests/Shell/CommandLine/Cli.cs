using System.Diagnostics;
using Portal.Tests.MainJob;

namespace Portal.Tests.Shell.CommandLine;

/// <summary>The program as people call it from a shell.</summary>
internal sealed record Cli(int ExitCode, string Output, string Errors)
{
    /// <param name="data">The data folder it is told to use.</param>
    public static async Task<Cli> RunAsync(string data, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [PortalProcess.ProgramPath, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PORTAL__DATADIRECTORY"] = data },
        };
        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(World.Cancellation),
            process.StandardError.ReadToEndAsync(World.Cancellation)
        );
        await process.WaitForExitAsync(World.Cancellation);
        return new(process.ExitCode, output[0], output[1]);
    }
}
