using Portal.Domain.OnCall;

namespace Portal.Domain.Reports;

/// <summary>How hard being on call was for one person: their interruptions over their shifts.</summary>
/// <param name="Shifts">How many had a part in the period; none for somebody who was paged by name or with the whole team.</param>
public sealed record ShiftLoad(PersonalLoad Load, int Shifts)
{
    /// <summary>A shift should have fewer than this: more leaves no time to mend what pages (SRE book, chapter 11).</summary>
    public const int Target = 5;

    public string User => Load.User;

    /// <summary>Null where there was no shift to divide by.</summary>
    public decimal? PerShift => Share(Load.Total, Shifts);

    public bool IsAboveTarget => PerShift >= Target;

    /// <summary>Everybody who was paged or had a shift, most interrupted first.</summary>
    public static IReadOnlyList<ShiftLoad> Of(IReadOnlyList<PersonalLoad> loads, IReadOnlyList<Shift> shifts)
    {
        var counts = shifts.CountBy(shift => shift.User, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var quiet = counts.Keys.Except(loads.Select(load => load.User), StringComparer.Ordinal);
        return
        [
            .. loads
                .Concat(quiet.Select(user => new PersonalLoad(user, 0, 0, 0, 0)))
                .Select(load => new ShiftLoad(load, counts.GetValueOrDefault(load.User)))
                .OrderByDescending(one => one.Load.Total)
                .ThenBy(one => one.User, StringComparer.Ordinal),
        ];
    }

    public static decimal? Share(int pages, int shifts) => shifts == 0 ? null : (decimal)pages / shifts;
}
