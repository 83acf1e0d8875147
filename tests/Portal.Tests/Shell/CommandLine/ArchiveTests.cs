using Portal.Tests.MainJob;

namespace Portal.Tests.Shell.CommandLine;

public sealed class ArchiveTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("portal-saved-").FullName;
    private readonly string elsewhere = Directory.CreateTempSubdirectory("portal-restored-").FullName;
    private readonly string files = Directory.CreateTempSubdirectory("portal-backups-").FullName;

    private string Saved => Path.Combine(files, "saved.backup");

    [Fact]
    public async Task What_was_saved_while_the_portal_served_is_restored_elsewhere_to_the_letter()
    {
        string before;
        await using (var portal = await PortalProcess.StartAsync(data))
        {
            await portal.ApplyAsync(Definitions.People("https://phone.example/ana", new("http://127.0.0.1:9")));
            await portal.PostAsync("api/v1/incidents", """{ "title": "Checkout fails", "severity": "warning" }""");
            before = await portal.TextAsync("api/v1/manifests");
            var saved = await Cli.RunAsync(data, "backup", Saved);
            Assert.True(saved.ExitCode == 0, saved.Errors);
            Assert.Contains("1 incidents", saved.Output, StringComparison.Ordinal);
        }

        var restored = await Cli.RunAsync(elsewhere, "restore", Saved);

        Assert.True(restored.ExitCode == 0, restored.Errors);
        await using var other = await PortalProcess.StartAsync(elsewhere);
        Assert.Equal(before, await other.TextAsync("api/v1/manifests"));
        var incident = await other.GetAsync("api/v1/incidents/1");
        Assert.Equal("Checkout fails", (string?)incident["title"]);
    }

    [Fact]
    public async Task Nothing_is_replaced_unasked_or_under_a_serving_portal_or_by_half_an_archive()
    {
        await using (var portal = await PortalProcess.StartAsync(data))
        {
            await portal.PostAsync("api/v1/incidents", """{ "title": "Still here", "severity": "warning" }""");
            Assert.Equal(0, (await Cli.RunAsync(data, "backup", Saved)).ExitCode);
            await RefusedAsync("stop every replica", "restore", Saved, "--replace");
        }

        await RefusedAsync("exists already", "backup", Saved);
        await RefusedAsync("Add --replace", "restore", Saved);
        await RefusedAsync("There is no file", "restore", Saved + "x", "--replace");
        var half = Path.Combine(files, "half.backup");
        var bytes = await File.ReadAllBytesAsync(Saved, World.Cancellation);
        await File.WriteAllBytesAsync(half, bytes[..(bytes.Length * 9 / 10)], World.Cancellation);
        await RefusedAsync("", "restore", half, "--replace");

        await using var after = await PortalProcess.StartAsync(data);
        Assert.Equal("Still here", (string?)(await after.GetAsync("api/v1/incidents/1"))["title"]);
    }

    public void Dispose()
    {
        foreach (var folder in new[] { data, elsewhere, files })
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RefusedAsync(string because, params string[] arguments)
    {
        var refused = await Cli.RunAsync(data, arguments);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(because, refused.Errors, StringComparison.Ordinal);
    }
}
