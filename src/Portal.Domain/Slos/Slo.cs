using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Slos;

/// <summary>
/// A service level objective: what is measured of a service, which share of it must be good, and over what time.
/// Immutable and always valid: every alert of it can fire. The objective applies when sums are read, so a changed
/// objective needs no new measurement; a changed SLI, slice or budgeting does.
/// </summary>
public sealed class Slo
{
    /// <summary>The look-back of the burn rate that charts and states speak of.</summary>
    public static readonly Duration CurrentBurn = Duration.FromHours(1);

    /// <param name="service">Name of the service it is promised for.</param>
    /// <param name="sli">What is measured.</param>
    /// <param name="objective">The share that must be good.</param>
    /// <param name="window">The time over which it must.</param>
    /// <param name="budgeting">What counts against the budget; events where null.</param>
    /// <param name="grid">The slices it is measured in; one minute where null.</param>
    /// <param name="minBadEvents">Alerts stay quiet with fewer bad events (or slices) in their long window.</param>
    /// <param name="alerts">What people are told of its budget; nothing where null. See <see cref="BurnRatePresets"/>.</param>
    /// <exception cref="DomainException">No service is named, or an alert could never fire or is named twice.</exception>
    public Slo(
        string service,
        Sli sli,
        Objective objective,
        SloWindow window,
        Budgeting? budgeting = null,
        SliceGrid? grid = null,
        decimal minBadEvents = 0,
        IEnumerable<BudgetAlert>? alerts = null
    )
    {
        Service = string.IsNullOrWhiteSpace(service)
            ? throw new DomainException("An SLO belongs to a service: name it.")
            : service;
        Sli = sli;
        Objective = objective;
        Window = window;
        Budgeting = budgeting ?? Budgeting.Occurrences;
        Grid = grid ?? SliceGrid.Default;
        MinBadEvents =
            minBadEvents >= 0
                ? minBadEvents
                : throw new DomainException("The least number of bad events cannot be negative.");
        Alerts = [.. alerts ?? []];
        LookBacks = [.. Alerts.SelectMany(alert => alert.LookBacks(Window)).Append(CurrentBurn).Distinct().Order()];
        Befores = [.. Alerts.Select(alert => alert.Before).OfType<Duration>().Distinct().Order()];
        RefuseUnusableAlerts();
        if (Sli is CompositeSli && Budgeting.Method != BudgetingMethod.Occurrences)
        {
            throw new DomainException(
                "A composite has no slices of its own to judge: leave budgetingMethod: Occurrences, and choose time slices in its members."
            );
        }
    }

    /// <summary>What people call it and its parts; nothing is computed from them.</summary>
    public SloWording Wording { get; init; } = SloWording.None;

    /// <summary>
    /// Labels whose sets of values have a budget each, beside the one of all together; empty where there is only that.
    /// </summary>
    /// <exception cref="DomainException">They cannot tell groups apart, or the SLI or budgeting has none.</exception>
    public IReadOnlyList<string> GroupBy
    {
        get;
        init => field = GroupLabels.Of(value, Sli, Budgeting);
    } = [];

    public string Service { get; }

    public Sli Sli { get; }

    public Objective Objective { get; }

    public SloWindow Window { get; }

    public Budgeting Budgeting { get; }

    public SliceGrid Grid { get; }

    public decimal MinBadEvents { get; }

    public IReadOnlyList<BudgetAlert> Alerts { get; }

    /// <summary>
    /// The look-backs whose sums a status needs, shortest first: the current burn and the windows of all alerts.
    /// </summary>
    public IReadOnlyList<Duration> LookBacks { get; }

    /// <summary>So long ago the sums of the window are needed too, shortest first: budgets that drop are compared.</summary>
    public IReadOnlyList<Duration> Befores { get; }

    /// <summary>The budget that the sums of the window leave, for the period that they belong to.</summary>
    public ErrorBudget BudgetOf(SliceSums sums, Interval period) =>
        ErrorBudget.Of(
            Objective,
            sums.Bad,
            Budgeting.Method == BudgetingMethod.Timeslices ? Grid.SlicesIn(period) - sums.Excluded : sums.Total,
            period.Duration
        );

    /// <summary>
    /// The budget of a whole calendar period, were its traffic to go on as it began: an estimate, for a period's first
    /// failures always look ruinous. Null for rolling windows, for time slices, whose number is known, and before
    /// anything has passed.
    /// </summary>
    public ErrorBudget? ProjectedBudget(SliceSums sums, Instant now)
    {
        var period = Window.PeriodAt(now);
        var elapsed = Seconds.Of(Window.RangeAt(now).Duration);
        if (Window is RollingWindow || Budgeting.Method == BudgetingMethod.Timeslices || elapsed == 0)
        {
            return null;
        }

        var total = sums.Total * Seconds.Of(period.Duration) / elapsed;
        return ErrorBudget.Of(Objective, sums.Bad, total, period.Duration);
    }

    /// <summary>The burn rate over a look-back.</summary>
    public BurnRate BurnOver(Duration lookBack, SliceSums sums) =>
        BurnRate.Of(lookBack, Objective, Budgeting.ForBurn(sums));

    /// <summary>The budget of the whole period: projected for a calendar period, which has only begun.</summary>
    public ErrorBudget ExpectedBudget(IAlertSums sums) =>
        ProjectedBudget(sums.Window, sums.At) ?? BudgetOf(sums.Window, sums.Period);

    /// <summary>The same SLO with another objective; refused where an alert could then never fire.</summary>
    public Slo WithObjective(Objective objective) =>
        new(Service, Sli, objective, Window, Budgeting, Grid, MinBadEvents, Alerts)
        {
            Wording = Wording,
            GroupBy = GroupBy,
        };

    /// <summary>The same SLO with other alerts; refused where one could never fire.</summary>
    public Slo WithAlerts(IEnumerable<BudgetAlert> alerts) =>
        new(Service, Sli, Objective, Window, Budgeting, Grid, MinBadEvents, alerts)
        {
            Wording = Wording,
            GroupBy = GroupBy,
        };

    /// <summary>
    /// What the ledger holds of both is counted the same way. Otherwise a change needs a new measurement of the past.
    /// </summary>
    public bool MeasuresLike(Slo other) => Sli == other.Sli && Grid == other.Grid && Budgeting == other.Budgeting;

    /// <summary>How much of the past a status needs: a whole window, and a look-back before its first instant.</summary>
    public Duration Reach =>
        Window.LongestPeriod + Alerts.Select(alert => alert.LookBack).OfType<Duration>().Append(CurrentBurn).Max();

    private void RefuseUnusableAlerts()
    {
        var twice = Alerts
            .GroupBy(alert => alert.Name, StringComparer.Ordinal)
            .FirstOrDefault(named => named.Skip(1).Any());
        if (twice is not null)
        {
            throw new DomainException($"Two alerts are called '{twice.Key}'.");
        }

        var refusal = Alerts
            .Select(alert => BurnRateLimits.Refusal(alert, Objective, Window, Grid))
            .FirstOrDefault(reason => reason is not null);
        if (refusal is not null)
        {
            throw new DomainException(refusal);
        }
    }
}

/// <summary>The texts of an SLO.</summary>
/// <param name="Description">One sentence for people who do not read queries.</param>
/// <param name="Indicator">Name of what is measured.</param>
/// <param name="Objective">Name of the promise.</param>
public sealed record SloWording(string? Description = null, string? Indicator = null, string? Objective = null)
{
    public static readonly SloWording None = new();

    /// <summary>What people call it, where its name is not enough.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What people call what is measured.</summary>
    public string? IndicatorDisplayName { get; init; }

    /// <summary>What is measured, in words.</summary>
    public string? IndicatorDescription { get; init; }

    /// <summary>What other tools have noted of it: kept for them, and nothing follows from it here.</summary>
    public LabelSet Annotations { get; init; } = LabelSet.Empty;
}
