using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data;

namespace Portal.Manifests;

/// <summary>Keeps this replica's view of the definitions up to date.</summary>
/// <remarks>
/// A change made here is seen here at once; one made on another replica when its notice arrives, or at the latest at the
/// next poll. Rows are read by revision, so looking for news costs one index look-up.
/// </remarks>
internal sealed class Definitions(
    IDbContextFactory<PortalDb> databases,
    ManifestKinds kinds,
    Changes changes,
    ILogger<Definitions> logger
) : BackgroundService, IDefinitions
{
    public const string Topic = "definitions";

    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim refreshing = new(1, 1);
    private volatile DefinitionView view = DefinitionView.Empty;
    private long revision;

    public DefinitionView View => view;

    public Definition<T>? Find<T>(string name)
        where T : class => view.Find<T>(name);

    public IReadOnlyList<Definition<T>> All<T>()
        where T : class => view.All<T>();

    public bool Exists(string kind, string name) => view.Exists(kind, name);

    /// <summary>Nothing else starts before the definitions are there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await LoadNewsAsync(db, cancellationToken);
        }
        finally
        {
            refreshing.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new SemaphoreSlim(0);
        using var subscription = changes.Subscribe(Topic, _ => wake.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(PollEvery, stoppingToken);
                await RefreshAsync(stoppingToken);
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException)
            {
                logger.LogWarning("Definitions could not be read again: {Reason}", away.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task LoadNewsAsync(PortalDb db, CancellationToken cancellationToken)
    {
        var stored = db.Set<StoredDefinition>().AsNoTracking();
        var news = await stored.Where(row => row.Revision > revision).ToListAsync(cancellationToken);
        var entries = news.Select(Entry).OfType<DefinitionEntry>().ToList();
        var changed = view.With(entries, []);
        if (changed.Entries.Count() != await stored.CountAsync(cancellationToken))
        {
            var ids = (await stored.Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet();
            var gone = changed.Entries.Where(entry => !ids.Contains(entry.Stored.Id));
            changed = changed.With([], [.. gone.Select(entry => (entry.Kind.Kind, entry.Stored.Name))]);
        }

        if (news.Count > 0 || changed.Entries.Count() != view.Entries.Count())
        {
            view = changed;
            revision = Math.Max(revision, news.Select(row => row.Revision).DefaultIfEmpty().Max());
        }
    }

    /// <summary>A row that this version cannot read is left out and told about; it never hides the others.</summary>
    private DefinitionEntry? Entry(StoredDefinition row)
    {
        if (kinds.Find(row.Kind) is not { } kind)
        {
            logger.LogError(
                "Definition {Kind}/{Name} is of a kind that this version does not know",
                row.Kind,
                row.Name
            );
            return null;
        }

        var node = ManifestReader.Spec(row.Spec);
        if (kind.Read(node) is { } spec)
        {
            return new DefinitionEntry(kind, row, spec);
        }

        logger.LogError(
            "Definition {Kind}/{Name} cannot be read: {Errors}",
            row.Kind,
            row.Name,
            string.Join(' ', node.Errors.Select(error => $"{error.Path}: {error.Message}"))
        );
        return null;
    }
}
