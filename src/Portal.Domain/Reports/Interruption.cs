using NodaTime;

namespace Portal.Domain.Reports;

/// <summary>One time that somebody was torn out of what they did, however many messages told them.</summary>
public sealed record Interruption(string User, Instant At)
{
    /// <summary>Messages that follow each other this closely are one interruption.</summary>
    public static readonly Duration Together = Duration.FromSeconds(60);

    public static readonly LocalTime Night = new(22, 0);
    public static readonly LocalTime Morning = new(8, 0);

    private static readonly LocalTime Evening = new(18, 0);

    /// <summary>From <see cref="Night"/> to <see cref="Morning"/>: who is paged then is woken.</summary>
    public static bool IsNight(LocalTime time) => time < Morning || time >= Night;

    /// <param name="zone">The person's own.</param>
    public static InterruptionClass ClassOf(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        if (IsNight(local.TimeOfDay))
        {
            return InterruptionClass.Sleep;
        }

        var isWeekend = local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
        return isWeekend || local.TimeOfDay >= Evening ? InterruptionClass.Off : InterruptionClass.Business;
    }

    /// <summary>Counted from the previous message, counted or not: a chain of them is one interruption.</summary>
    public static IReadOnlyList<Interruption> Of(IEnumerable<PageMessage> messages)
    {
        var counted = new List<Interruption>();
        foreach (var person in messages.Where(one => one.Interrupts).GroupBy(one => one.User, StringComparer.Ordinal))
        {
            Instant? last = null;
            foreach (var message in person.OrderBy(one => one.At))
            {
                if (last is null || message.At - last > Together)
                {
                    counted.Add(new(person.Key, message.At));
                }

                last = message.At;
            }
        }

        return counted;
    }
}

/// <param name="Interrupts">It rings or vibrates; an e-mail waits.</param>
public sealed record PageMessage(string User, Instant At, bool Interrupts);

/// <summary>When a page hit somebody, by their own clock.</summary>
public enum InterruptionClass
{
    /// <summary>Monday to Friday, 08:00 to 18:00.</summary>
    Business,

    /// <summary>Monday to Friday 18:00 to 22:00, and the days of the weekend.</summary>
    Off,

    /// <summary>22:00 to 08:00, every night.</summary>
    Sleep,
}
