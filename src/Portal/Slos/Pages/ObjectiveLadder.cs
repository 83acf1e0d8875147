using System.Globalization;

namespace Portal.Slos.Pages;

/// <summary>The slider of objectives: each nine is as far as the one before, for each costs as much again.</summary>
internal static class ObjectiveLadder
{
    public static readonly IReadOnlyList<decimal> Steps = [99m, 99.5m, 99.9m, 99.95m, 99.99m];

    /// <summary>Where a percentage stands, 0 to 4; what lies outside stands at the end.</summary>
    public static string Position(decimal? percent)
    {
        var value = Math.Clamp(percent ?? Steps[0], Steps[0], Steps[^1]);
        var step = Math.Min(Steps.Count(known => known <= value) - 1, Steps.Count - 2);
        var position = step + ((value - Steps[step]) / (Steps[step + 1] - Steps[step]));
        return position.ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>The percentage at a position, rounded to what people write.</summary>
    public static decimal? At(string? position)
    {
        if (!decimal.TryParse(position, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var step = Math.Clamp((int)value, 0, Steps.Count - 2);
        var percent = Steps[step] + ((value - step) * (Steps[step + 1] - Steps[step]));
        return Math.Round(percent, step < 2 ? 2 : 3);
    }
}
