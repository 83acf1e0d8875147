using Portal.Domain.OnCall;
using Portal.Ui;

namespace Portal.OnCall;

/// <summary>A tint for each person of a schedule: the usual one where it is free, so that neighbours can be told apart.</summary>
public sealed class ScheduleFaces
{
    private static readonly string[] Letters = ["a", "b", "c", "d"];

    private readonly Dictionary<string, string> letters = new(StringComparer.Ordinal);

    /// <param name="schedule">Whose people.</param>
    /// <param name="nameOf">What a user is called.</param>
    public ScheduleFaces(Schedule schedule, Func<string, string> nameOf)
    {
        var users = schedule
            .Layers.SelectMany(layer => layer.Rotation.Participants)
            .Concat(schedule.Overrides.Select(one => one.User).OfType<string>())
            .Distinct(StringComparer.Ordinal);
        foreach (var user in users)
        {
            var usual = Face.Tint(nameOf(user)) is { Length: > 0 } tint ? tint[^1..] : "a";
            var free = Letters.Except(letters.Values, StringComparer.Ordinal).ToList();
            letters[user] = free.Count == 0 || free.Contains(usual, StringComparer.Ordinal) ? usual : free[0];
        }
    }

    public string Shift(string user) => "shift-" + letters.GetValueOrDefault(user, "a");

    public string Avatar(string user) => "avatar who-" + letters.GetValueOrDefault(user, "a");
}
