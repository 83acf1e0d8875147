using NodaTime;
using Portal.Domain.Catalog;
using Portal.Domain.OnCall;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Shell;

/// <summary>Who is on call now, from one person's point of view.</summary>
internal sealed class Duty(IDefinitions definitions, IClock clock)
{
    /// <summary>How much of a schedule the strip shows: this week and the next.</summary>
    private static readonly Duration Strip = Duration.FromDays(14);

    /// <summary>Schedules that the person is on, or else takes part in; where there is none of these, all.</summary>
    public IReadOnlyList<DutyShift> Of(string user, DateTimeZone zone)
    {
        var now = clock.GetCurrentInstant();
        var monday = now.InZone(zone).Date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        var start = zone.AtStartOfDay(monday).ToInstant();
        var all = definitions.All<Schedule>().Select(one => Of(one, user, now, new(start, start + Strip))).ToList();
        var on = all.Where(one => one.IsMine).ToList();
        var mine = on.Count > 0 ? on : all.Where(one => one.TakesPart).ToList();
        return mine.Count > 0 ? mine : all;
    }

    private DutyShift Of(Definition<Schedule> schedule, string user, Instant now, TimeRange range)
    {
        var onCall = schedule.Spec.OnCallAt(now);
        var final = schedule.Spec.Final(range);
        return new(schedule.Name, schedule.Spec.TimeZone, onCall.Count > 0 ? onCall[0] : null, final)
        {
            IsMine = onCall.Any(person => person.User == user),
            TakesPart = schedule.Spec.Layers.Any(layer =>
                layer.Rotation.Participants.Contains(user, StringComparer.Ordinal)
            ),
            MyNext = final.Shifts.FirstOrDefault(shift => shift.User == user && shift.From > now)?.From,
            Services = ServicesOf(schedule.Name),
        };
    }

    /// <summary>What a page for this schedule would be about.</summary>
    private IReadOnlyList<string> ServicesOf(string schedule)
    {
        var policies = definitions
            .All<EscalationPolicy>()
            .Where(policy =>
                policy.Spec.Steps.Any(step =>
                    step.Notify.Any(target => target.Kind is EscalationTargetKind.Schedule && target.Name == schedule)
                )
            )
            .Select(policy => policy.Name)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. definitions
                .All<Service>()
                .Where(service => service.Spec.EscalationPolicy is { } policy && policies.Contains(policy))
                .Select(service => service.Name),
        ];
    }
}

/// <param name="OnCall">Null in a gap.</param>
public sealed record DutyShift(string Schedule, string TimeZone, OnCallPerson? OnCall, FinalSchedule Final)
{
    public bool IsMine { get; init; }

    public bool TakesPart { get; init; }

    /// <summary>Within what the strip shows.</summary>
    public Instant? MyNext { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];
}
