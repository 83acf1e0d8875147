using System.Globalization;
using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.Editing;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>Corrections in words.</summary>
internal static class CorrectionWords
{
    /// <summary>Sun 14 Jun 02:00, for 2 h; every day at 02:00, for 2 h, since 14 Jun.</summary>
    public static string When(Correction correction)
    {
        var length = Numbers.Duration(correction.Length);
        var zone = correction.Zone == DateTimeZone.Utc ? "UTC" : correction.Zone.Id;
        if (correction.Recurrence is not { } rule)
        {
            return $"{Write(correction.Start, "ddd d MMM uuuu HH:mm")} for {length}, {zone}";
        }

        var known = CorrectionForm.Repeats.FirstOrDefault(one => one.Rule == rule.Text).Text;
        var repeat = known ?? Weekly(rule.Text) ?? rule.Text;
        return $"{repeat} at {Write(correction.Start, "HH:mm")} for {length}, {zone}, from {Write(correction.Start, "d MMM uuuu")}";
    }

    public static string Effect(CorrectionEffect effect) =>
        effect switch
        {
            CorrectionEffect.Exclude => "Excluded",
            CorrectionEffect.CountAsGood => "Counts as good",
        };

    /// <summary>What one more correction would change of what is left.</summary>
    public static string Change(decimal before, decimal after) =>
        before == after
            ? $"Nothing in the window changes: {Numbers.BudgetLeft(before)} of the budget is left."
            : $"{Numbers.BudgetLeft(before)} of the budget is left; with the correction it is {Numbers.BudgetLeft(after)}.";

    /// <summary>Every week on Sunday; null for every other kind of rule, which speaks for itself.</summary>
    private static string? Weekly(string rule)
    {
        const string Begin = "FREQ=WEEKLY;BYDAY=";
        if (!rule.StartsWith(Begin, StringComparison.Ordinal))
        {
            return null;
        }

        var days = rule[Begin.Length..].Split(',').Select(day => Days.GetValueOrDefault(day)).ToList();
        return days.Contains(null) ? null : $"Every week on {string.Join(", ", days)}";
    }

    private static readonly Dictionary<string, string> Days = new(StringComparer.Ordinal)
    {
        ["MO"] = "Monday",
        ["TU"] = "Tuesday",
        ["WE"] = "Wednesday",
        ["TH"] = "Thursday",
        ["FR"] = "Friday",
        ["SA"] = "Saturday",
        ["SU"] = "Sunday",
    };

    private static string Write(LocalDateTime at, string pattern) =>
        at.ToString(pattern, CultureInfo.InvariantCulture).Replace(' ', Numbers.NoBreakSpace);
}
