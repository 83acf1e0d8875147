using NodaTime;

namespace Portal.Ui;

/// <summary>The error budgets that burn fast now. Whoever keeps SLOs implements it; without one the Now page shows none.</summary>
internal interface IBurningBudgets
{
    /// <summary>Told when the answer may have changed.</summary>
    string Topic { get; }

    /// <summary>The fastest first.</summary>
    Task<IReadOnlyList<BurningBudget>> FindAsync(int most, CancellationToken cancellationToken);
}

/// <param name="Slo">Its name, by which its page is found.</param>
/// <param name="Objective">What it promises: 99.9 % over 30 d.</param>
/// <param name="Burn">Over the last hour; 1 spends the budget exactly within its window.</param>
/// <param name="Limit">The line that it has crossed, or is next to: pages above 14.4×.</param>
/// <param name="Tone">Critical where it pages, warning where it asks for a ticket.</param>
/// <param name="Recent">The burn of the last 6 h, evenly spaced, oldest first.</param>
/// <param name="Left">The share that is left; negative when overspent.</param>
/// <param name="EmptyAt">At this rate; null when it is empty, or does not exhaust.</param>
public sealed record BurningBudget(
    string Slo,
    string Objective,
    decimal Burn,
    string Limit,
    Tone Tone,
    IReadOnlyList<double?> Recent,
    decimal? Left,
    Instant? EmptyAt
);
