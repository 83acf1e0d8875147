using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Data.Scheduling;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos;

/// <summary>Keeps the occurrences of recurring corrections ahead of time, and forgets those that no window reaches any more.</summary>
internal sealed class ContinueCorrections(IDbContextFactory<PortalDb> databases, IDefinitions definitions) : ICronJob
{
    public async Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await work.ExecuteAsync(
            "delete from slo_correction_span where ends < @Before",
            new { Before = work.Now - KeepCorrections.Past },
            cancellationToken
        );
        var recurring = definitions.All<Correction>().Where(one => one.Spec.Recurrence is not null).ToList();
        foreach (var correction in recurring)
        {
            if (definitions.Find<Slo>(correction.Spec.Slo) is { } slo)
            {
                var spans = KeepCorrections.SpansOf(correction.Id, slo.Id, correction.Spec, work.Now);
                await KeepCorrections.InsertAsync(work, spans, cancellationToken);
            }
        }

        await work.CommitAsync(cancellationToken);
    }
}
