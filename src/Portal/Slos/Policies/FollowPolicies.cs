using Portal.Access;
using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Slos.Policies;

/// <summary>Looks at every new reading of an SLO whether a rule of its policies begins or ends, in the transaction of the reading.</summary>
internal sealed class FollowPolicies(IDefinitions definitions) : IDefinitionListener
{
    public string Kind => ErrorBudgetPolicyManifest.Kind;

    /// <summary>An edited policy keeps the rules that it still has; what it no longer says ends with it.</summary>
    public Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            "delete from budget_policy_state where policy_id = @Id and not consumed = any(@Kept)",
            new
            {
                change.Id,
                Kept = (change.After as ErrorBudgetPolicy)?.Rules.Select(rule => rule.Consumed).ToArray() ?? [],
            },
            cancellationToken
        );

    /// <summary>What holds for some SLOs, by their ids, read at once.</summary>
    public static async Task<ILookup<Guid, BudgetPolicyState>> HeldAsync(
        UnitOfWork work,
        IEnumerable<Guid> slos,
        CancellationToken cancellationToken
    ) =>
        (
            await work.QueryAsync<BudgetPolicyState>(
                "select * from budget_policy_state where slo_id = any(@Slos)",
                new { Slos = slos.ToArray() },
                cancellationToken
            )
        ).ToLookup(row => row.SloId);

    /// <param name="held">The rules that hold for the SLO up to now.</param>
    public async Task JudgeAsync(
        UnitOfWork work,
        Definition<Slo> slo,
        SloStatus status,
        IReadOnlyCollection<BudgetPolicyState> held,
        CancellationToken cancellationToken
    )
    {
        var policies = definitions
            .All<ErrorBudgetPolicy>()
            .Where(policy => policy.Spec.Services.Contains(slo.Spec.Service, StringComparer.Ordinal))
            .ToList();
        if (held.Any(row => !policies.Exists(policy => policy.Id == row.PolicyId)))
        {
            await ForgetOthersAsync(work, slo, policies, cancellationToken);
        }

        foreach (var policy in policies)
        {
            foreach (var rule in policy.Spec.Rules)
            {
                var was = held.Any(row => row.PolicyId == policy.Id && row.Consumed == rule.Consumed);
                var now = rule.HoldsNext(was, status);
                if (was != now)
                {
                    await TurnAsync(work, policy, slo, rule, now, cancellationToken);
                }
            }
        }
    }

    /// <summary>What held by a policy that is no longer for the service of the SLO, since either of them was edited.</summary>
    private static Task ForgetOthersAsync(
        UnitOfWork work,
        Definition<Slo> slo,
        IEnumerable<Definition<ErrorBudgetPolicy>> policies,
        CancellationToken cancellationToken
    ) =>
        work.ExecuteAsync(
            "delete from budget_policy_state where slo_id = @Id and not policy_id = any(@Policies)",
            new { slo.Id, Policies = policies.Select(policy => policy.Id).ToArray() },
            cancellationToken
        );

    private async Task TurnAsync(
        UnitOfWork work,
        Definition<ErrorBudgetPolicy> policy,
        Definition<Slo> slo,
        PolicyRule rule,
        bool begins,
        CancellationToken cancellationToken
    )
    {
        var arguments = new
        {
            Policy = policy.Id,
            Slo = slo.Id,
            rule.Consumed,
            work.Now,
        };
        await work.ExecuteAsync(
            begins
                ? """
                insert into budget_policy_state (policy_id, slo_id, consumed, since)
                values (@Policy, @Slo, @Consumed, @Now) on conflict do nothing
                """
                : "delete from budget_policy_state where policy_id = @Policy and slo_id = @Slo and consumed = @Consumed",
            arguments,
            cancellationToken
        );
        await AuditLog.WriteAsync(
            work,
            Actor.Portal,
            begins ? "began" : "ended",
            ErrorBudgetPolicyManifest.Kind,
            policy.Name,
            null,
            new
            {
                slo = slo.Name,
                action = Words.Of(rule.Action),
                consumed = rule.Consumed,
            },
            cancellationToken
        );
        await TellLeadsAsync(work, policy, slo, rule, begins, cancellationToken);
        work.Announce(SloTopic.Of(slo.Name));
    }

    /// <summary>Once for every beginning and every end, by the way that each of them wants to be reached first.</summary>
    private async Task TellLeadsAsync(
        UnitOfWork work,
        Definition<ErrorBudgetPolicy> policy,
        Definition<Slo> slo,
        PolicyRule rule,
        bool begins,
        CancellationToken cancellationToken
    )
    {
        var team = definitions.Find<Service>(slo.Spec.Service)?.Spec.Team;
        var leads =
            (team is null ? null : definitions.Find<Team>(team)?.Spec.Members)?.Where(member =>
                member.Role >= Role.Lead
            ) ?? [];
        var content = new MessageContent(
            PolicyWords.Title(slo.Spec.Service, rule, begins),
            PolicyWords.Text(policy.Name, slo.Name, rule, begins),
            Service: slo.Spec.Service,
            Team: team
        );
        foreach (var lead in leads)
        {
            if (definitions.Find<Person>(lead.User)?.Spec.EffectiveMethods is [var first, ..])
            {
                var key =
                    $"policy:{policy.Id:N}:{slo.Id:N}:{rule.Consumed}:{begins}:{work.Now.ToUnixTimeSeconds()}:{lead.User}";
                await Outbox.OweAsync(
                    work,
                    new(lead.User, first),
                    MessageKind.Notice,
                    slo.Id,
                    key,
                    content,
                    cancellationToken
                );
            }
        }
    }
}
