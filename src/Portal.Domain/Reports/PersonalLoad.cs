using NodaTime;

namespace Portal.Domain.Reports;

/// <summary>How often one person was interrupted, by the hours of their own zone.</summary>
/// <param name="Mails">Pages that came by e-mail, which does not ring and is therefore not counted among the others.</param>
public sealed record PersonalLoad(string User, int Business, int Off, int Sleep, int Mails)
{
    public int Total => Business + Off + Sleep;

    /// <summary>Most interrupted first.</summary>
    public static IReadOnlyList<PersonalLoad> Of(IReadOnlyList<PageMessage> messages, Func<string, DateTimeZone> zoneOf)
    {
        var interruptions = Interruption
            .Of(messages)
            .GroupBy(one => one.User, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.CountBy(one => Interruption.ClassOf(one.At, zoneOf(one.User))).ToDictionary(),
                StringComparer.Ordinal
            );
        return
        [
            .. messages
                .GroupBy(one => one.User, StringComparer.Ordinal)
                .Select(person =>
                {
                    var hits = interruptions.GetValueOrDefault(person.Key) ?? [];
                    return new PersonalLoad(
                        person.Key,
                        hits.GetValueOrDefault(InterruptionClass.Business),
                        hits.GetValueOrDefault(InterruptionClass.Off),
                        hits.GetValueOrDefault(InterruptionClass.Sleep),
                        person.Count(one => !one.Interrupts)
                    );
                })
                .OrderByDescending(load => load.Total)
                .ThenBy(load => load.User, StringComparer.Ordinal),
        ];
    }
}
