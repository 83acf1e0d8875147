using System.Globalization;
using NodaTime;
using Portal.Domain.Slos;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>Months of an agreement in words.</summary>
internal static class AgreementWords
{
    /// <summary>November 2026; November 2026 so far.</summary>
    public static string Month(AgreementMonth month, ServiceLevelAgreement agreement)
    {
        var start = month.Period.Start.InZone(DateTimeZoneProviders.Tzdb[agreement.Window.ZoneId]).Date;
        var name = start.ToString("MMMM uuuu", CultureInfo.InvariantCulture);
        return month.IsComplete ? name : $"{name} so far";
    }

    public static string Breach(AgreementMonth month) =>
        month.Availability is null ? Numbers.Unknown
        : month.BreachMinutes > 0 ? SloWords.Length(month.BreachMinutes)
        : "none";

    public static string Credit(AgreementMonth month) =>
        month.Credit switch
        {
            null => Numbers.Unknown,
            0 => "none",
            { } share => Numbers.Percent(share, share * 100 % 1 == 0 ? 0 : 1),
        };

    public static string State(AgreementMonth month) =>
        month.IsMet switch
        {
            null => $"{Numbers.Coverage(month.Sums.Coverage)} measured",
            true => "Met",
            false => "Missed",
        };

    public static Tone Tone(AgreementMonth month) =>
        month.IsMet switch
        {
            null => Ui.Tone.NoData,
            true => Ui.Tone.Ok,
            false => Ui.Tone.Critical,
        };
}
