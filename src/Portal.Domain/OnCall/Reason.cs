using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Portal.Domain.OnCall;

/// <summary>Why somebody is on call, in words. Times are local to the schedule.</summary>
internal static class Reason
{
    private const char Minus = '\u2212';

    private static readonly LocalDateTimePattern When = LocalDateTimePattern.CreateWithInvariantCulture(
        "ddd d MMM HH:mm"
    );

    public static string Of(Piece piece, Schedule schedule) =>
        piece.Override is { } change
            ? $"override: {Change(change)} until {At(change.To, schedule)}; without it {Without(piece, schedule)}"
            : ByLayer(piece, schedule);

    public static string At(Instant instant, Schedule schedule) =>
        When.Format(instant.InZone(schedule.Zone).LocalDateTime);

    private static string Change(Override change) =>
        (change.User, change.Replaces) switch
        {
            (null, var replaced) => $"{replaced} is off",
            (var user, null) => $"{user} takes over",
            var (user, replaced) => $"{user} replaces {replaced}",
        };

    private static string Without(Piece piece, Schedule schedule) =>
        piece is { Layer: { } layer, Turn: { } turn }
            ? $"{turn.User} by layer {schedule.Layers[layer].Name}"
            : "nobody";

    private static string ByLayer(Piece piece, Schedule schedule)
    {
        if (piece is not { Layer: { } layer, Turn: { } turn })
        {
            return "no layer covers this time";
        }

        var sentence = $"layer {schedule.Layers[layer].Name}, turn {Ordinal(turn)} since {At(turn.Start, schedule)}";
        return schedule.Layers.Count == 1
            ? sentence
            : string.Create(CultureInfo.InvariantCulture, $"{sentence}; layer {layer + 1} of {schedule.Layers.Count}");
    }

    /// <summary>The turn that starts the rotation is the first; those before it are counted backwards from it.</summary>
    private static string Ordinal(Turn turn) =>
        turn.Index >= 0
            ? (turn.Index + 1).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Minus}{-turn.Index} (before the rotation starts)");
}
