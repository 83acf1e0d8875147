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
        return (await AnswersAsync([name], cancellationToken))[name];
    }

    /// <summary>Every service that an error budget policy is for, by name, with what its gate answers now.</summary>
    public async Task<IReadOnlyList<ServiceGate>> AskAllAsync(Actor actor, CancellationToken cancellationToken)
    {
        authoriser.Demand(actor, Role.Viewer, null, "ask the gate");
        var policies = definitions.All<ErrorBudgetPolicy>();
        var services = definitions
            .All<Service>()
            .Select(service => (Service: service, Policies: PoliciesOf(policies, service.Name)))
            .Where(one => one.Policies.Count > 0)
            .OrderBy(one => one.Service.Name, StringComparer.Ordinal)
            .ToList();
        var answers = await AnswersAsync(services.ConvertAll(one => one.Service.Name), cancellationToken);
        return services.ConvertAll(one => new ServiceGate(one.Service, one.Policies, answers[one.Service.Name]));
    }

    /// <summary>Every rule that holds for some services, also those that only tell: by SLO, and by the budget consumed.</summary>
    public async Task<IReadOnlyList<HoldingRule>> HoldingAsync(
        Actor actor,
        IReadOnlyCollection<string> services,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "ask the gate");
        var answers = await AnswersAsync([.. services], cancellationToken);
        return
        [
            .. answers
                .Values.SelectMany(answer => answer.Holding)
                .OrderBy(one => one.Slo, StringComparer.Ordinal)
                .ThenBy(one => one.Rule.Consumed),
        ];
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

    private async Task<IReadOnlyDictionary<string, GateAnswer>> AnswersAsync(
        IReadOnlyList<string> services,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var policies = definitions.All<ErrorBudgetPolicy>().ToDictionary(policy => policy.Id);
        var slos = definitions
            .All<Slo>()
            .Where(slo => services.Contains(slo.Spec.Service, StringComparer.Ordinal))
            .ToDictionary(slo => slo.Id);
        var rows = await work.QueryAsync<BudgetPolicyState>(
            "select * from budget_policy_state where policy_id = any(@Policies) and slo_id = any(@Slos)",
            new { Policies = policies.Keys.ToArray(), Slos = slos.Keys.ToArray() },
            cancellationToken
        );
        var passes = await work.QueryAsync<GateOverride>(
            """
            select distinct on (service) * from gate_override where service = any(@Services) and until > @Now
            order by service, until desc
            """,
            new { Services = services.ToArray(), work.Now },
            cancellationToken
        );
        return services.ToDictionary(
            service => service,
            service =>
            {
                var holding = Holding(service, rows, policies, slos);
                var pass = passes.FirstOrDefault(one => one.Service == service);
                var open = pass is null ? null : new GatePass(pass.By, pass.Reason, pass.Until);
                var isCovered = PoliciesOf(policies.Values, service).Count > 0;
                return new GateAnswer(Gate.Decide(service, isCovered, holding, open), holding, open);
            },
            StringComparer.Ordinal
        );
    }

    /// <summary>The rules that hold for the SLOs of a service, of the policies that are still for it.</summary>
    private static List<HoldingRule> Holding(
        string service,
        IEnumerable<BudgetPolicyState> rows,
        Dictionary<Guid, Definition<ErrorBudgetPolicy>> policies,
        Dictionary<Guid, Definition<Slo>> slos
    ) =>
        [
            .. from row in rows
            where slos[row.SloId].Spec.Service == service
            let policy = policies[row.PolicyId]
            where policy.Spec.Services.Contains(service, StringComparer.Ordinal)
            let rule = policy.Spec.Rules.FirstOrDefault(rule => rule.Consumed == row.Consumed)
            where rule is not null
            select new HoldingRule(policy.Name, slos[row.SloId].Name, rule, row.Since),
        ];

    private static List<Definition<ErrorBudgetPolicy>> PoliciesOf(
        IEnumerable<Definition<ErrorBudgetPolicy>> policies,
        string service
    ) => [.. policies.Where(policy => policy.Spec.Services.Contains(service, StringComparer.Ordinal))];

    private Definition<Service> Find(string service) =>
        definitions.FindByNameOrId<Service>(service) ?? throw new NotFoundException(ServiceManifest.Kind, service);
}

/// <summary>A service with the policies that are for it.</summary>
/// <param name="Policies">At least one.</param>
internal sealed record ServiceGate(
    Definition<Service> Service,
    IReadOnlyList<Definition<ErrorBudgetPolicy>> Policies,
    GateAnswer Answer
);

/// <param name="Holding">Every rule that holds, also those that only tell.</param>
/// <param name="Pass">The override in force; null where there is none.</param>
internal sealed record GateAnswer(GateDecision Decision, IReadOnlyList<HoldingRule> Holding, GatePass? Pass);
