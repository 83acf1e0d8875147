using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>
/// Who is on call when. Layers are laid over each other, later ones winning where they cover, and overrides over all of
/// them: at each instant one person is on call, or nobody. Everything here is computed from the definition as it is now;
/// who really was on call in the past is a matter of record.
/// </summary>
/// <param name="TimeZone">The IANA zone in which rotations and restrictions are meant.</param>
/// <param name="Layers">From the lowest to the winning one.</param>
/// <param name="Overrides">Two that run at the same time name different people.</param>
public sealed record Schedule(string TimeZone, IReadOnlyList<Layer> Layers, IReadOnlyList<Override> Overrides)
{
    private static readonly Duration ShortestGap = Duration.FromMinutes(1);
    private static readonly Duration FirstReach = Duration.FromDays(2);
    private static readonly Duration LongestAnswer = Duration.FromDays(5 * 366);

    public string TimeZone { get; } = TimeZone;

    public IReadOnlyList<Layer> Layers { get; } = Distinct(Layers);

    public IReadOnlyList<Override> Overrides { get; } = Compatible(Overrides);

    /// <summary>The zone that <see cref="TimeZone"/> names.</summary>
    public DateTimeZone Zone { get; } = Zones.Find(TimeZone);

    /// <summary>Who is on call at <paramref name="now"/>: one person, or none in a gap.</summary>
    public IReadOnlyList<OnCallPerson> OnCallAt(Instant now)
    {
        Planned.Check(now);
        var horizon = Horizon();
        for (var reach = FirstReach; ; reach *= 4)
        {
            var range = Planned.Around(now, reach);
            var pieces = Layering.Pieces(this, range);
            var piece = pieces.Single(piece => piece.From <= now && now < piece.To);
            if (piece.User is not { } user)
            {
                return [];
            }

            var run = Run.Of(pieces, SamePerson).Single(run => run.Contains(now));
            var (startIsKnown, endIsKnown) = (run.First.From > range.Start, run.Last.To < range.End);
            if ((startIsKnown && endIsKnown) || reach >= horizon)
            {
                var from = startIsKnown ? run.First.From : OwnStart(piece);
                var to = endIsKnown ? run.Last.To : OwnEnd(piece);
                return [new OnCallPerson(user, from, to, Reason.Of(piece, this))];
            }
        }
    }

    /// <summary>Why the answer at <paramref name="now"/> is what it is, also where nobody is on call.</summary>
    public string BecauseAt(Instant now)
    {
        Planned.Check(now);
        return Reason.Of(Layering.Pieces(this, new TimeRange(now, now + Duration.Epsilon))[0], this);
    }

    /// <summary>The shifts and gaps of <paramref name="range"/> (at most five years), cut at its ends.</summary>
    public FinalSchedule Final(TimeRange range)
    {
        Check(range);
        var runs = Run.Of(Layering.Pieces(this, range), SameShift).ToList();
        var gaps = runs.Where(run => run.First.User is null).Select(run => new TimeRange(run.First.From, run.Last.To));
        return new FinalSchedule(range, Shifts(runs), [.. gaps.Where(gap => gap.Duration >= ShortestGap)]);
    }

    /// <summary>The shifts that one layer alone would give, as if there were no other and no override.</summary>
    public IReadOnlyList<Shift> LayerShifts(int layer, TimeRange range)
    {
        Check(range);
        var pieces = Layers[layer]
            .Covers(range, Zone)
            .Select(covered => new Piece(
                covered.From,
                covered.To,
                covered.Turn.User,
                layer,
                covered.Turn,
                Override: null
            ));
        return Shifts(Run.Of(pieces, SameShift));
    }

    private static IReadOnlyList<Layer> Distinct(IReadOnlyList<Layer> layers) =>
        layers.GroupBy(layer => layer.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)
            is { } twice
            ? throw new DomainException($"Two layers are called {twice.Key}. Give each layer its own name.")
            : [.. layers];

    private static IReadOnlyList<Override> Compatible(IReadOnlyList<Override> overrides)
    {
        var ordered = overrides.OrderBy(change => change.From).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            for (var j = i + 1; j < ordered.Count && ordered[i].Overlaps(ordered[j]); j++)
            {
                if (ordered[i].SharedWith(ordered[j]) is { } person)
                {
                    throw new DomainException(
                        $"Two overrides with {person} overlap: one ends at {ordered[i].To}, the next starts at {ordered[j].From}. Change one of them."
                    );
                }
            }
        }

        return [.. overrides];
    }

    private static void Check(TimeRange range)
    {
        Planned.Check(range.Start);
        Planned.Check(range.End);
        if (range.Duration > LongestAnswer)
        {
            throw new DomainException("Ask for at most five years of a schedule at once.");
        }
    }

    private List<Shift> Shifts(IEnumerable<Run> runs) =>
        [.. runs.Where(run => run.First.User is not null).Select(run => ShiftOf(run, run.First.User!))];

    private Shift ShiftOf(Run run, string user)
    {
        var layer = run.First.Layer is { } index ? Layers[index].Name : "";
        return new Shift(
            user,
            run.First.From,
            run.Last.To,
            layer,
            run.First.Override is not null,
            Reason.Of(run.First, this)
        );
    }

    private bool SameShift(Piece before, Piece after) =>
        before.User is null
            ? after.User is null
            : SamePerson(before, after)
                && ReferenceEquals(before.Override, after.Override)
                && (before.Override is not null || before.Layer == after.Layer);

    /// <summary>Without a break on call, except that each turn of a rotation of one person is a shift of its own.</summary>
    private bool SamePerson(Piece before, Piece after) =>
        before.User == after.User
        && before.To == after.From
        && !(BothByLayer(before, after) && TurnOfOnePersonEnds(before, after));

    private static bool BothByLayer(Piece before, Piece after) =>
        before.Override is null && after.Override is null && before.Layer is not null && before.Layer == after.Layer;

    private bool TurnOfOnePersonEnds(Piece before, Piece after) =>
        before.Turn != after.Turn && Layers[before.Layer!.Value].Rotation.HasOnePerson;

    /// <summary>
    /// How far to look for a change before the shift counts as one without end (the same person in all layers): every
    /// combination of turn and weekday comes by within seven cycles.
    /// </summary>
    private Duration Horizon()
    {
        var cycle = Layers.Select(layer => layer.Rotation.CycleDays).DefaultIfEmpty(1).Max();
        return Duration.FromDays(Math.Min(7 * cycle + 8, Planned.Time.Duration.Days));
    }

    private static Instant OwnStart(Piece piece) => piece.Override?.From ?? piece.Turn?.Start ?? piece.From;

    private static Instant OwnEnd(Piece piece) => piece.Override?.To ?? piece.Turn?.End ?? piece.To;
}
