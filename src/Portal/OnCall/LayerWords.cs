using System.Globalization;
using NodaTime;
using Portal.Domain.OnCall;

namespace Portal.OnCall;

/// <summary>Layers and restrictions as a sentence.</summary>
internal static class LayerWords
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Ana, Bo, Chen, one week each, hands over Mondays at 09:00.</summary>
    public static string Of(Layer layer, Func<string, string> nameOf)
    {
        var people = string.Join(", ", layer.Rotation.Participants.Select(nameOf));
        var each = layer.Rotation.HasOnePerson ? "" : $", {Turn(layer.Rotation)} each";
        var hours = string.Join(" and ", layer.Restrictions.Select(Of));
        return $"{people}{each}, {HandsOver(layer.Rotation)}{(hours.Length > 0 ? ", only " + hours : "")}";
    }

    public static string HandsOver(Rotation rotation)
    {
        var at = rotation.Start.TimeOfDay.ToString("HH:mm", Culture);
        return rotation.Unit switch
        {
            RotationUnit.Hour => $"hands over at {at} and every {Count(rotation.Length, "hour")} from there",
            RotationUnit.Day => $"hands over at {at}",
            RotationUnit.Week => $"hands over {rotation.Start.DayOfWeek}s at {at}",
            RotationUnit.Month => $"hands over on day {rotation.Start.Day} of the month at {at}",
        };
    }

    /// <summary>Monday to Friday 09:00 to 17:00.</summary>
    public static string Of(Restriction hours)
    {
        var days = hours.Days.Order().ToList();
        var isRun = days.Count > 2 && days[^1] - days[0] == days.Count - 1;
        var on =
            days.Count is 0 or 7 ? "every day"
            : isRun ? $"{days[0]} to {days[^1]}"
            : string.Join(", ", days);
        return hours.From == hours.To && hours.From == LocalTime.Midnight
            ? on
            : $"{on} {hours.From.ToString("HH:mm", Culture)} to {hours.To.ToString("HH:mm", Culture)}";
    }

    private static string Turn(Rotation rotation) =>
        rotation.Unit switch
        {
            RotationUnit.Hour => Count(rotation.Length, "hour"),
            RotationUnit.Day => Count(rotation.Length, "day"),
            RotationUnit.Week => Count(rotation.Length, "week"),
            RotationUnit.Month => Count(rotation.Length, "month"),
        };

    private static string Count(int count, string unit) => count == 1 ? $"one {unit}" : $"{count} {unit}s";
}
