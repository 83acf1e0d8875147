using NodaTime;
using Portal.Domain.Alerting;

namespace Portal.Domain.Slos;

/// <summary>
/// What an SLO tells people of its budget: <see cref="BurnRateAlert"/>, <see cref="AbsoluteBudgetAlert"/>,
/// <see cref="BudgetDropAlert"/> or <see cref="BudgetRemainingAlert"/>. It is judged from sums of the ledger alone.
/// </summary>
public abstract record BudgetAlert
{
    /// <exception cref="DomainException">It has no name.</exception>
    private protected BudgetAlert(string name, decimal budgetShare, BudgetAlertSeverity severity)
    {
        Name = string.IsNullOrWhiteSpace(name) ? throw new DomainException("A budget alert needs a name.") : name;
        (BudgetShare, Severity) = (budgetShare, severity);
    }

    /// <summary>Unique within the SLO.</summary>
    public string Name { get; }

    /// <summary>The share of the budget that it speaks of, from 0 to 1: spent, dropped or remaining.</summary>
    public decimal BudgetShare { get; }

    public BudgetAlertSeverity Severity { get; private protected init; }

    /// <summary>How far back it looks; null where it looks at the whole window.</summary>
    public abstract Duration? LookBack { get; }

    /// <summary>The look-backs whose sums it needs.</summary>
    public virtual IReadOnlyList<Duration> LookBacks(SloWindow window) => [];

    /// <summary>It also needs the sums that the window had so long ago; null where it does not.</summary>
    public virtual Duration? Before => null;

    /// <summary>Judges it at one instant.</summary>
    public abstract BudgetAlertDecision Decide(Slo slo, IAlertSums sums);

    /// <summary>
    /// The number that it compares: a burn rate, or a share of the budget. Null where nothing can be said.
    /// </summary>
    public abstract decimal? Measure(Slo slo, IAlertSums sums);

    /// <summary>The worse of two numbers that it measured.</summary>
    public virtual decimal Worse(decimal one, decimal other) => Math.Max(one, other);

    /// <summary>How many failures make it fire at constant traffic, with a clean history.</summary>
    public abstract decimal FailuresToFire(Objective objective, decimal totalInWindow);

    /// <summary>While this one fires, the other says nothing new: a faster one holds back the slower ones, a ticket never a page.</summary>
    public virtual bool Covers(BudgetAlert other) => LookBack < other.LookBack && Severity <= other.Severity;
}

/// <summary>The sums that alerts are judged from, at one instant. All in the unit of the SLO's budgeting.</summary>
public interface IAlertSums
{
    /// <summary>The slice boundary that is judged.</summary>
    Instant At { get; }

    /// <summary>The whole period that the instant belongs to.</summary>
    Interval Period { get; }

    /// <summary>Over the part of the period that has passed.</summary>
    SliceSums Window { get; }

    /// <summary>Over a look-back that ends at the instant.</summary>
    SliceSums Last(Duration lookBack);

    /// <summary>What <see cref="Window"/> was so long ago.</summary>
    SliceSums WindowBefore(Duration ago);
}

/// <summary>What a budget alert asks of people.</summary>
public enum BudgetAlertSeverity
{
    /// <summary>Somebody must act now, at night too.</summary>
    Page,

    /// <summary>Somebody must act on the next working day.</summary>
    Ticket,
}

/// <summary>What the sums say about a budget alert at one instant.</summary>
public enum BudgetAlertDecision
{
    /// <summary>Its limit is passed.</summary>
    Fires,

    /// <summary>It is not, and events show it, or too few events were bad: resolve.</summary>
    Quiet,

    /// <summary>Fewer than 9 of 10 slices are measured: frozen, neither fire nor resolve.</summary>
    Unknown,

    /// <summary>
    /// No events where some are needed: never fires, and does not resolve by itself, for an outage that keeps all users
    /// away looks the same.
    /// </summary>
    NoTraffic,

    /// <summary>Within a small margin beyond its limit: what fires goes on, what is quiet stays so.</summary>
    Near,
}

/// <summary>What an alert of that severity is to everybody else.</summary>
public static class BudgetAlertSeverities
{
    public static Severity ToSeverity(this BudgetAlertSeverity severity) =>
        severity switch
        {
            BudgetAlertSeverity.Page => Severity.Critical,
            BudgetAlertSeverity.Ticket => Severity.Warning,
        };
}
