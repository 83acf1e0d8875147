using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Catalog;
using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Slos.Policies;

/// <summary>Says whether a service may be deployed, and lets a lead open the gate for a while.</summary>
internal sealed class GateKeeping(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    Authoriser authoriser
)
{
    public const int LongestReason = 500;

    private static readonly Duration Longest = Duration.FromDays(7);

    /// <exception cref="NotFoundException">There is no such service.</exception>
    public async Task<GateAnswer> AskAsync(Actor actor, string service, CancellationToken cancellationToken)
    {
        authoriser.Demand(actor, Role.Viewer, null, "ask the gate");
        var name = Find(service).Name;
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var hasPolicy = definitions
            .All<ErrorBudgetPolicy>()
            .Any(policy => policy.Spec.Services.Contains(name, StringComparer.Ordinal));
        var holding = await HoldingAsync(work, [name], cancellationToken);
        var pass = await work.FirstOrDefaultAsync<GateOverride>(
            "select * from gate_override where service = @name and until > @Now order by until desc limit 1",
            new { name, work.Now },
            cancellationToken
        );
        var open = pass is null ? null : new GatePass(pass.By, pass.Reason, pass.Until);
        return new(Gate.Decide(name, hasPolicy, holding, open), holding, open);
    }

    /// <summary>Every rule that holds for some services, also those that only tell.</summary>
    public async Task<IReadOnlyList<HoldingRule>> HoldingAsync(
        Actor actor,
        IReadOnlyCollection<string> services,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "ask the gate");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        return await HoldingAsync(work, services, cancellationToken);
    }

    /// <summary>Opens the gate for a while, with a reason that stays in the audit log.</summary>
    /// <exception cref="InvalidInputException">No reason, or a time that is not above 0 and at most 7 d.</exception>
    public async Task<GatePass> OverrideAsync(
        Actor actor,
        string service,
        string reason,
        Duration time,
        CancellationToken cancellationToken
    )
    {
        var found = Find(service);
        authoriser.Demand(actor, Role.Lead, found.Spec.Team, $"open the gate of {found.Name}");
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
        {
            throw new InvalidInputException(
                "reason",
                $"Say why, in at most {LongestReason} letters: it stays in the audit log."
            );
        }

        if (time <= Duration.Zero || time > Longest)
        {
            throw new InvalidInputException(
                "for",
                "The gate is opened for more than nothing and at most 7d, such as 2h."
            );
        }

        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var pass = new GateOverride
        {
            Service = found.Name,
            Reason = reason,
            By = actor.Name,
            At = work.Now,
            Until = work.Now + time,
        };
        work.Db.Add(pass);
        await work.Db.SaveChangesAsync(cancellationToken);
        await AuditLog.WriteAsync(
            work,
            actor,
            "opened the gate",
            ServiceManifest.Kind,
            found.Name,
            null,
            new { pass.Reason, pass.Until },
            cancellationToken
        );
        work.Announce(SloTopic.Prefix);
        await work.CommitAsync(cancellationToken);
        return new(pass.By, pass.Reason, pass.Until);
    }

    public bool MayOverride(Actor actor, string service) =>
        definitions.Find<Service>(service) is { } found && authoriser.May(actor, Role.Lead, found.Spec.Team);

    private async Task<IReadOnlyList<HoldingRule>> HoldingAsync(
        UnitOfWork work,
        IReadOnlyCollection<string> services,
        CancellationToken cancellationToken
    )
    {
        var slos = definitions
            .All<Slo>()
            .Where(slo => services.Contains(slo.Spec.Service, StringComparer.Ordinal))
            .ToDictionary(slo => slo.Id);
        var rows = await work.QueryAsync<BudgetPolicyState>(
            "select * from budget_policy_state where slo_id = any(@Slos)",
            new { Slos = slos.Keys.ToArray() },
            cancellationToken
        );
        var holding =
            from row in rows
            let slo = slos[row.SloId]
            join policy in definitions.All<ErrorBudgetPolicy>() on row.PolicyId equals policy.Id
            where policy.Spec.Services.Contains(slo.Spec.Service, StringComparer.Ordinal)
            let rule = policy.Spec.Rules.FirstOrDefault(rule => rule.Consumed == row.Consumed)
            where rule is not null
            select new HoldingRule(policy.Name, slo.Name, rule, row.Since);
        return [.. holding.OrderBy(one => one.Slo, StringComparer.Ordinal).ThenBy(one => one.Rule.Consumed)];
    }

    private Definition<Service> Find(string service) =>
        definitions.FindByNameOrId<Service>(service) ?? throw new NotFoundException(ServiceManifest.Kind, service);
}

/// <param name="Holding">Every rule that holds, also those that only tell.</param>
/// <param name="Pass">The override in force; null where there is none.</param>
internal sealed record GateAnswer(GateDecision Decision, IReadOnlyList<HoldingRule> Holding, GatePass? Pass);
