using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>
/// Several people who take turns. Turn 0 starts when the clock on the wall shows <see cref="Start"/>; every later (and
/// earlier) hand-off is counted from there in whole units of wall-clock time, so a hand-off at 09:00 stays at 09:00 when
/// the clocks change. Months clamp to their last day: 31 January, 28 February, 31 March.
/// </summary>
/// <param name="Unit">The unit that a turn is measured in.</param>
/// <param name="Length">How many units one turn lasts, 1 to 1,000.</param>
/// <param name="Start">The local time of the first hand-off, in the time zone of the schedule.</param>
/// <param name="Participants">The people in the order of their turns; somebody may be named more than once.</param>
public sealed record Rotation(RotationUnit Unit, int Length, LocalDateTime Start, IReadOnlyList<string> Participants)
{
    private const int LongestTurn = 1_000;

    /// <summary>No zone is or was further from UTC than this.</summary>
    private const int MostHoursFromUtc = 18;

    public int Length { get; } =
        Length is >= 1 and <= LongestTurn
            ? Length
            : throw new DomainException($"A turn lasts 1 to 1,000 units; {Length} is not possible.");

    public LocalDateTime Start { get; } =
        Planned.Contains(Start)
            ? Start
            : throw new DomainException($"A rotation starts {Planned.Years}; {Start.Date} is not possible.");

    public IReadOnlyList<string> Participants { get; } = People(Participants);

    /// <summary>Whether one person has every turn. Each turn then still counts as a shift of its own.</summary>
    public bool HasOnePerson { get; } = Participants.Distinct(StringComparer.Ordinal).Count() == 1;

    /// <summary>The longest time until the same person has the same turn again.</summary>
    internal long CycleDays => (long)Length * Participants.Count * LongestDays(Unit);

    /// <summary>When turn <paramref name="index"/> starts. Turns before the start of the rotation have negative indexes.</summary>
    public Instant Boundary(int index, DateTimeZone zone) => WallClock.EarlierOrAfterGap(LocalBoundary(index), zone);

    /// <summary>
    /// The turn that runs at <paramref name="now"/>; its end is always later than <paramref name="now"/>. A turn that the
    /// clocks skip has no time and is never the answer, but it counts: the person after it is not moved up.
    /// </summary>
    public Turn TurnAt(Instant now, DateTimeZone zone)
    {
        var utc = now.InUtc().LocalDateTime;
        var begun = IndexAt(utc.PlusHours(-MostHoursFromUtc));
        var ahead = IndexAt(utc.PlusHours(MostHoursFromUtc)) + 1;
        while (ahead - begun > 1)
        {
            var middle = begun + (ahead - begun) / 2;
            (begun, ahead) = Boundary(middle, zone) <= now ? (middle, ahead) : (begun, middle);
        }

        return TurnNumber(begun, zone);
    }

    /// <summary>The turns that have a part in <paramref name="range"/>, in order, each with its whole length.</summary>
    public IEnumerable<Turn> Turns(TimeRange range, DateTimeZone zone)
    {
        for (var turn = TurnAt(range.Start, zone); turn.Start < range.End; turn = TurnAfter(turn, zone))
        {
            if (turn.Start < turn.End)
            {
                yield return turn;
            }
        }
    }

    private static int LongestDays(RotationUnit unit) =>
        unit switch
        {
            // An hour is rounded up to a day: the cycle only bounds how far a search looks.
            RotationUnit.Hour => 1,
            RotationUnit.Day => 1,
            RotationUnit.Week => 7,
            RotationUnit.Month => 31,
        };

    private static IReadOnlyList<string> People(IReadOnlyList<string> participants) =>
        participants.Count == 0 || participants.Any(string.IsNullOrWhiteSpace)
            ? throw new DomainException("A rotation needs participants: name at least one person.")
            : [.. participants];

    private Turn TurnAfter(Turn turn, DateTimeZone zone) =>
        new(turn.Index + 1, Participant(turn.Index + 1), turn.End, Boundary(turn.Index + 2, zone));

    private Turn TurnNumber(int index, DateTimeZone zone) =>
        new(index, Participant(index), Boundary(index, zone), Boundary(index + 1, zone));

    private string Participant(int index)
    {
        var place = index % Participants.Count;
        return Participants[place < 0 ? place + Participants.Count : place];
    }

    private LocalDateTime LocalBoundary(int index)
    {
        var units = (long)index * Length;
        return Unit switch
        {
            RotationUnit.Hour => Start.PlusHours(units),
            RotationUnit.Day => Start.PlusDays((int)units),
            RotationUnit.Week => Start.PlusWeeks((int)units),
            RotationUnit.Month => Start.PlusMonths((int)units),
        };
    }

    /// <summary>The last turn whose local start is not after <paramref name="local"/>.</summary>
    private int IndexAt(LocalDateTime local) =>
        Unit switch
        {
            RotationUnit.Hour => IndexAt(local, Duration.FromHours(Length)),
            RotationUnit.Day => IndexAt(local, Duration.FromDays(Length)),
            RotationUnit.Week => IndexAt(local, Duration.FromDays(7 * Length)),
            RotationUnit.Month => MonthIndexAt(local),
        };

    private int IndexAt(LocalDateTime local, Duration turn)
    {
        var sinceStart = local.InUtc().ToInstant() - Start.InUtc().ToInstant();
        return (int)FloorDivide(sinceStart.BclCompatibleTicks, turn.BclCompatibleTicks);
    }

    private int MonthIndexAt(LocalDateTime local)
    {
        var months = (local.Year - Start.Year) * 12 + local.Month - Start.Month;
        var index = (int)FloorDivide(months, Length);
        return LocalBoundary(index) <= local ? index : index - 1;
    }

    private static long FloorDivide(long dividend, long divisor) =>
        dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

/// <summary>What a turn is measured in. Hours, too, are hours of the clock on the wall.</summary>
public enum RotationUnit
{
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>One turn of a rotation: who, and from when (inclusive) until when (exclusive).</summary>
/// <param name="Index">The number of hand-offs since the start of the rotation; negative before it.</param>
public sealed record Turn(int Index, string User, Instant Start, Instant End);
