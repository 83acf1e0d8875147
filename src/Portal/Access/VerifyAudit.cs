using NodaTime;
using Portal.Data.Scheduling;

namespace Portal.Access;

/// <summary>Walks the chain of the audit log once a day; a broken link fails the job, which the jobs page and the log show.</summary>
internal sealed class VerifyAudit(AuditLog audit) : ICronJob
{
    public async Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        if (await audit.FirstBrokenAsync(cancellationToken) is { } broken)
        {
            throw new InvalidOperationException(
                $"The audit log was tampered with: entry {broken} does not continue the one before."
            );
        }
    }
}
