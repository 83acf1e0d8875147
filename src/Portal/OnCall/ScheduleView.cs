using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.OnCall;

/// <summary>A schedule as a page shows it: each shift whole, also where it reaches out of the span.</summary>
public sealed class ScheduleView
{
    /// <summary>As far as a shift is followed beyond the span.</summary>
    private static readonly Duration Reach = Duration.FromDays(100);

    private static readonly Duration Ahead = Duration.FromDays(90);

    public ScheduleView(Schedule schedule, ScheduleSpan span, Instant now)
    {
        Schedule = schedule;
        Span = span;
        Now = now;
        var wide = new TimeRange(span.Range.Start - Reach, span.Range.End + Reach);
        var final = schedule.Final(wide);
        Shifts = [.. final.Shifts.Where(shift => Overlaps(shift.From, shift.To))];
        Gaps = [.. final.Gaps.Where(gap => Overlaps(gap.Start, gap.End))];
        Overrides = [.. schedule.Overrides.Where(one => Overlaps(one.From, one.To)).OrderBy(one => one.From)];
        Layers =
        [
            .. schedule.Layers.Select(
                (_, layer) =>
                    (IReadOnlyList<Shift>)
                        [.. schedule.LayerShifts(layer, wide).Where(shift => Overlaps(shift.From, shift.To))]
            ),
        ];
        GapsAhead = ComingGaps(schedule, now);
    }

    public Schedule Schedule { get; }

    public ScheduleSpan Span { get; }

    public Instant Now { get; }

    /// <summary>Who is paged.</summary>
    public IReadOnlyList<Shift> Shifts { get; }

    public IReadOnlyList<TimeRange> Gaps { get; }

    public IReadOnlyList<Override> Overrides { get; }

    /// <summary>For each layer what it alone would give.</summary>
    public IReadOnlyList<IReadOnlyList<Shift>> Layers { get; }

    /// <summary>Of a minute and more, in the next 90 days.</summary>
    public IReadOnlyList<TimeRange> GapsAhead { get; }

    public static IReadOnlyList<TimeRange> ComingGaps(Schedule schedule, Instant now) =>
        schedule.Final(new TimeRange(now, now + Ahead)).Gaps;

    private bool Overlaps(Instant from, Instant to) => from < Span.Range.End && Span.Range.Start < to;
}
