using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>What every alert that looks back is refused for.</summary>
internal static class AlertRanges
{
    /// <exception cref="DomainException">Not above 0 and up to 1.</exception>
    public static decimal Share(string name, decimal share) =>
        share is > 0 and <= 1
            ? share
            : throw new DomainException($"'{name}': the share of the budget is above 0 and at most 1; 0.02 means 2 %.");

    /// <exception cref="DomainException">Not whole seconds above 0.</exception>
    public static Duration LookBack(string name, Duration length) =>
        length > Duration.Zero && IsWholeSeconds(length)
            ? length
            : throw new DomainException($"'{name}': the look-back is whole seconds, above 0; 1h means an hour.");

    public static bool IsWholeSeconds(Duration length) => length.BclCompatibleTicks % NodaConstants.TicksPerSecond == 0;
}
