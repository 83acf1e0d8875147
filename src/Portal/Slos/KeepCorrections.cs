using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Groups;
using Portal.Slos.Ledger;

namespace Portal.Slos;

/// <summary>Applies a correction to the ledger in the transaction that brings, changes or withdraws it.</summary>
internal sealed class KeepCorrections(IDefinitions definitions, CompositeMembers members) : IDefinitionListener
{
    /// <summary>So far back may a window and a report reach.</summary>
    public static readonly Duration Past = Duration.FromDays(800);

    /// <summary>So far ahead are occurrences kept; a daily job goes on from there.</summary>
    public static readonly Duration Ahead = Duration.FromDays(60);

    public string Kind => CorrectionManifest.Kind;

    public async Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        var was = await work.QueryAsync<SloCorrectionSpan>(
            "delete from slo_correction_span where correction_id = @Id returning *",
            change,
            cancellationToken
        );
        // An SLO of the same manifests is not in memory yet, and has nothing to correct: its spans wait for its slices.
        var slo = change.After is Correction correction ? await IdAsync(work, correction.Slo, cancellationToken) : null;
        var spans = slo is { } id ? SpansOf(change.Id, id, (Correction)change.After!, work.Now) : [];
        await InsertAsync(work, spans, cancellationToken);
        await ApplyAsync(work, [.. was, .. spans], cancellationToken);
    }

    public static IReadOnlyList<SloCorrectionSpan> SpansOf(Guid id, Guid slo, Correction correction, Instant now) =>
        [
            .. correction
                .Within(new(now - Past, now + Ahead))
                .Select(occurrence => new SloCorrectionSpan
                {
                    CorrectionId = id,
                    SloId = slo,
                    Starts = occurrence.Start,
                    Ends = occurrence.End,
                    Effect = correction.Effect,
                }),
        ];

    public static Task InsertAsync(
        UnitOfWork work,
        IReadOnlyList<SloCorrectionSpan> spans,
        CancellationToken cancellationToken
    ) =>
        spans.Count == 0
            ? Task.CompletedTask
            : work.ExecuteAsync(
                """
                insert into slo_correction_span (correction_id, slo_id, starts, ends, effect)
                select * from unnest(@Corrections, @Slos, @Starts, @Ends, @Effects)
                on conflict do nothing
                """,
                new
                {
                    Corrections = spans.Select(span => span.CorrectionId).ToArray(),
                    Slos = spans.Select(span => span.SloId).ToArray(),
                    Starts = spans.Select(span => span.Starts.ToDateTimeUtc()).ToArray(),
                    Ends = spans.Select(span => span.Ends.ToDateTimeUtc()).ToArray(),
                    Effects = spans.Select(span => span.Effect.ToString()).ToArray(),
                },
                cancellationToken
            );

    private async Task<Guid?> IdAsync(UnitOfWork work, string name, CancellationToken cancellationToken) =>
        definitions.Find<Slo>(name)?.Id
        ?? await work.FirstOrDefaultAsync<Guid?>(
            "select id from definition where kind = @Kind and name = @name",
            new { SloManifest.Kind, name },
            cancellationToken
        );

    /// <summary>The numbers that lists show are read anew with the next pass, which is due at once; so are those of composites over it.</summary>
    private async Task ApplyAsync(
        UnitOfWork work,
        IReadOnlyList<SloCorrectionSpan> spans,
        CancellationToken cancellationToken
    )
    {
        foreach (var slo in spans.GroupBy(span => span.SloId))
        {
            var generation = await work.FirstOrDefaultAsync<int?>(
                """
                update slo_schedule
                set due_at = clock_timestamp(), claimed_until = null, version = version + 1, reading = null
                where slo_id = @Key returning generation
                """,
                new { slo.Key },
                cancellationToken
            );
            if (generation is { } current)
            {
                await CorrectedSlices.ApplyAnewAsync(
                    work,
                    [
                        .. slo.Where(span => span.Starts < work.Now)
                            .Select(span => new CorrectedRange(slo.Key, current, new(span.Starts, span.Ends))),
                    ],
                    cancellationToken
                );
            }

            await GroupCorrections.ChangedAsync(work, slo.Key, [.. slo], cancellationToken);
            await members.DropAboveAsync(work, slo.Key, cancellationToken);
            work.Announce(SloTopic.Prefix);
        }
    }
}
