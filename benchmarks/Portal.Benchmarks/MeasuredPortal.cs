using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Benchmarks;

/// <summary>The whole portal with the PostgreSQL that it starts itself, in a folder that is deleted afterwards.</summary>
internal sealed class MeasuredPortal(string? kept) : WebApplicationFactory<Program>
{
    public const string Token = "benchmark";

    private readonly string folder = kept ?? Directory.CreateTempSubdirectory("portal-bench-").FullName;

    /// <param name="kept">A folder that stays; null for one that is deleted at the end.</param>
    public static MeasuredPortal Start(string? kept)
    {
        var portal = new MeasuredPortal(kept);
        portal.UseKestrel(0);
        portal.StartServer();
        return portal;
    }

    public IReadOnlyList<Definition<Slo>> Slos =>
        [.. Get<IDefinitions>().All<Slo>().Where(slo => slo.Name.StartsWith("slo-", StringComparison.Ordinal))];

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public Task<UnitOfWork> WorkAsync() =>
        UnitOfWork.BeginAsync(Get<IDbContextFactory<PortalDb>>(), CancellationToken.None);

    public async Task ApplyAsync(string yaml)
    {
        var results = await Get<ManifestApplier>()
            .ApplyAsync(Actor.Portal, ManifestReader.Read(yaml), dryRun: false, CancellationToken.None);
        results.ThrowIfInvalid();
    }

    /// <summary>What takes minutes, such as filling the ledger.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var db = await Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandTimeout = 3600;
        foreach (var text in new[] { "set statement_timeout = 0", sql })
        {
            command.CommandText = text;
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<long> NumberAsync(string sql)
    {
        await using var work = await WorkAsync();
        return (await work.QueryAsync<long>(sql, null, CancellationToken.None))[0];
    }

    public async Task<IReadOnlyList<string>> LinesAsync(string sql)
    {
        await using var work = await WorkAsync();
        return await work.QueryAsync<string>(sql, null, CancellationToken.None);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (kept is null)
        {
            await DeleteAsync();
        }
    }

    /// <summary>PostgreSQL may still be writing its last checkpoint.</summary>
    private async Task DeleteAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (File.Exists(Path.Combine(folder, "postgres", "postmaster.pid")))
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }

        Directory.Delete(folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder
            .UseSetting("Portal:DataDirectory", folder)
            .UseSetting("Portal:BootstrapToken", Token)
            .UseSetting("Portal:AdminPassword", "correct horse battery");
}
