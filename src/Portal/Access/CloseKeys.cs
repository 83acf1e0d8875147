using Microsoft.EntityFrameworkCore;
using Portal.Data;

namespace Portal.Access;

/// <summary>
/// At every start: closes keys that were kept open before <c>PORTAL__KEY</c> was set, and opens all of them once, so that
/// a wrong key is told now and not when somebody signs in.
/// </summary>
internal sealed class CloseKeys(
    IDbContextFactory<PortalDb> databases,
    KeyWrap wrap,
    IConfiguration configuration,
    ILogger<CloseKeys> logger
) : IHostedService
{
    /// <exception cref="InvalidOperationException">They were closed with a key that is not set, or is another.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        foreach (var key in await db.Set<ProtectionKey>().AsNoTracking().ToListAsync(cancellationToken))
        {
            _ = wrap.Open(key.Xml);
            if (wrap.IsSet && !KeyWrap.IsClosed(key.Xml))
            {
                await db.Set<ProtectionKey>()
                    .Where(one => one.Name == key.Name && one.Xml == key.Xml)
                    .ExecuteUpdateAsync(set => set.SetProperty(one => one.Xml, wrap.Close(key.Xml)), cancellationToken);
            }
        }

        if (!wrap.IsSet && DatabaseAddress.Of(configuration) is not null)
        {
            logger.LogWarning(
                "The keys that open stored secrets lie in the same database: set PORTAL__KEY, so that a copy of the database alone opens nothing"
            );
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
