using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>Lengths of time as exact decimals, for budgets that are compared cross-multiplied.</summary>
internal static class Seconds
{
    internal static decimal Of(Duration length) => length.BclCompatibleTicks / (decimal)NodaConstants.TicksPerSecond;

    internal static Duration ToDuration(decimal seconds) =>
        Duration.FromTicks((long)Math.Round(seconds * NodaConstants.TicksPerSecond));
}
