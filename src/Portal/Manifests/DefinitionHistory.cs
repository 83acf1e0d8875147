using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;

namespace Portal.Manifests;

/// <summary>What definitions said in the past, from the versions that are kept of them.</summary>
internal sealed class DefinitionHistory(IDbContextFactory<PortalDb> databases)
{
    /// <summary>More than this is refused and not cut: what follows from a part of it would be wrong.</summary>
    private const int MostVersions = 10_000;

    private const string During = """
        select definition_id, version, name, labels, spec, at, until from (
            select *, lead(at) over (partition by definition_id order by version) as until
            from definition_version where kind = @Kind) known
        where (@To::timestamptz is null or at < @To) and (until is null or until > @From) and not deleted
        order by name, definition_id, version limit @Most
        """;

    private const string OfOne = """
        select definition_id, version, name, labels, spec, at, until from (
            select *, lead(at) over (order by version) as until from definition_version where definition_id = @Id) known
        where not deleted
        order by version desc limit @Most
        """;

    /// <param name="to">Null for all since.</param>
    /// <returns>By name, the versions of each in their order; a definition that was deleted is there until then.</returns>
    public async Task<IReadOnlyList<PastSpec<T>>> DuringAsync<T>(
        ManifestKind kind,
        Instant from,
        Instant? to,
        CancellationToken cancellationToken
    )
        where T : class
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var rows = await work.QueryAsync<VersionRow>(
            During,
            new
            {
                kind.Kind,
                From = from,
                To = to,
                Most = MostVersions,
            },
            cancellationToken
        );
        if (rows.Count >= MostVersions)
        {
            throw new InvalidInputException("from", "Too much was edited for one report: choose a shorter period.");
        }

        return Read<T>(kind, rows);
    }

    /// <summary>The versions of one definition, oldest first; the newest of them where there are too many.</summary>
    public async Task<IReadOnlyList<PastSpec<T>>> OfAsync<T>(
        ManifestKind kind,
        Guid id,
        CancellationToken cancellationToken
    )
        where T : class
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var rows = await work.QueryAsync<VersionRow>(OfOne, new { Id = id, Most = MostVersions }, cancellationToken);
        return Read<T>(kind, rows.OrderBy(row => row.Version));
    }

    private static IReadOnlyList<PastSpec<T>> Read<T>(ManifestKind kind, IEnumerable<VersionRow> rows)
        where T : class =>
        [
            .. rows.Select(row => (Row: row, Spec: kind.Read(ManifestReader.Spec(row.Spec)) as T))
                .Where(one => one.Spec is not null)
                .Select(one => one.Row.With(one.Spec!)),
        ];

    private sealed class VersionRow
    {
        public Guid DefinitionId { get; init; }

        public int Version { get; init; }

        public string Name { get; init; } = "";

        public string Labels { get; init; } = "{}";

        public string Spec { get; init; } = "{}";

        public Instant At { get; init; }

        public Instant? Until { get; init; }

        public PastSpec<T> With<T>(T spec)
            where T : class =>
            new(new(DefinitionId, Name, StoredLabels.Read(Labels), spec, Version, At, ""), At, Until);
    }
}

/// <summary>One version of a definition.</summary>
/// <param name="Until">Null for the one in force.</param>
internal sealed record PastSpec<T>(Definition<T> Definition, Instant From, Instant? Until)
    where T : class
{
    public Guid Id => Definition.Id;

    public T Spec => Definition.Spec;
}
