using System.Globalization;
using NodaTime;

namespace Portal.Domain.Time;

/// <summary>The parts of a recurrence rule.</summary>
internal sealed record RecurrenceParts
{
    private static readonly Dictionary<string, IsoDayOfWeek> DayNames = new(StringComparer.Ordinal)
    {
        ["MO"] = IsoDayOfWeek.Monday,
        ["TU"] = IsoDayOfWeek.Tuesday,
        ["WE"] = IsoDayOfWeek.Wednesday,
        ["TH"] = IsoDayOfWeek.Thursday,
        ["FR"] = IsoDayOfWeek.Friday,
        ["SA"] = IsoDayOfWeek.Saturday,
        ["SU"] = IsoDayOfWeek.Sunday,
    };

    public Frequency Frequency { get; private init; }

    public int Interval { get; private init; } = 1;

    public int? Count { get; private init; }

    /// <summary>The last date; further than any calendar where there is none.</summary>
    public LocalDate Until { get; private init; } = LocalDate.MaxIsoValue;

    public IReadOnlyList<DayOfRule> Days { get; private init; } = [];

    public IReadOnlyList<int> MonthDays { get; private init; } = [];

    public static RecurrenceParts Parse(string rule)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in rule.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [var name, { Length: > 0 } value] || !parts.TryAdd(name, value))
            {
                throw new DomainException(
                    $"'{part}' is no part of a recurrence rule, or stands twice: FREQ=WEEKLY;BYDAY=SU."
                );
            }
        }

        if (!parts.Remove("FREQ", out var frequency))
        {
            throw new DomainException(
                "A recurrence rule begins with how often: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY."
            );
        }

        var read = new RecurrenceParts { Frequency = ReadFrequency(frequency) };
        read = parts.Aggregate(read, (known, part) => known.With(part.Key, part.Value));
        return read.Checked();
    }

    private RecurrenceParts With(string name, string value) =>
        name switch
        {
            "INTERVAL" => this with { Interval = Whole(name, value, 1, 1000) },
            "COUNT" => this with { Count = Whole(name, value, 1, 10_000) },
            "UNTIL" => this with { Until = Date(value) },
            "BYDAY" => this with { Days = [.. value.Split(',').Select(Day)] },
            "BYMONTHDAY" => this with { MonthDays = [.. value.Split(',').Select(MonthDay)] },
            "WKST" when value == "MO" => this,
            _ => throw new DomainException(
                $"{name}={value} is not understood. A rule may have FREQ, INTERVAL, COUNT, UNTIL, BYDAY and BYMONTHDAY."
            ),
        };

    private RecurrenceParts Checked()
    {
        if (Frequency is Frequency.Daily or Frequency.Weekly && Days.Any(day => day.Number is not null))
        {
            throw new DomainException("A numbered day, such as 2TU, belongs to FREQ=MONTHLY.");
        }

        if (Frequency is Frequency.Weekly && MonthDays.Count > 0)
        {
            throw new DomainException("BYMONTHDAY does not go with FREQ=WEEKLY.");
        }

        if (Frequency is Frequency.Yearly && Days.Count + MonthDays.Count > 0)
        {
            throw new DomainException(
                "FREQ=YEARLY comes back on the day of the first: for others use FREQ=MONTHLY;INTERVAL=12."
            );
        }

        return Count is not null && Until < LocalDate.MaxIsoValue
            ? throw new DomainException("Give either COUNT or UNTIL, not both.")
            : this;
    }

    private static Frequency ReadFrequency(string text) =>
        text switch
        {
            "DAILY" => Frequency.Daily,
            "WEEKLY" => Frequency.Weekly,
            "MONTHLY" => Frequency.Monthly,
            "YEARLY" => Frequency.Yearly,
            _ => throw new DomainException($"FREQ={text} is not understood: use DAILY, WEEKLY, MONTHLY or YEARLY."),
        };

    private static int Whole(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : throw new DomainException($"{name} is a whole number from {least} to {most}, and not {value}.");

    /// <summary>By its date: what begins on that day still counts.</summary>
    private static LocalDate Date(string value) =>
        NodaTime
            .Text.LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd")
            .Parse(value.Length >= 8 ? value[..8] : value)
            is { Success: true } date
            ? date.Value
            : throw new DomainException($"UNTIL={value} is no date: write it as 20271231.");

    private static DayOfRule Day(string text)
    {
        if (text.Length < 2 || !DayNames.TryGetValue(text[^2..], out var day))
        {
            throw new DomainException($"BYDAY={text} is no day: write MO, TU, WE, TH, FR, SA or SU, or 2TU, -1FR.");
        }

        if (text.Length == 2)
        {
            return new(day, null);
        }

        var isNumber = int.TryParse(
            text[..^2],
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        );
        return isNumber && number is not 0 and >= -5 and <= 5
            ? new(day, number)
            : throw new DomainException($"BYDAY={text} is not understood: the number of a day is 1 to 5, or -1 to -5.");
    }

    private static int MonthDay(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number is not 0 and >= -31 and <= 31
            ? number
            : throw new DomainException($"BYMONTHDAY={text} is no day of a month: write 1 to 31, or -1 for the last.");
}

internal enum Frequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <param name="Number">The second Tuesday, or the last for −1; null for every one.</param>
internal sealed record DayOfRule(IsoDayOfWeek Day, int? Number)
{
    /// <summary>Its dates within a month.</summary>
    public IEnumerable<LocalDate> In(LocalDate month)
    {
        var first = new LocalDate(month.Year, month.Month, 1);
        var all = new List<LocalDate>();
        for (var date = first.PlusDays(-1).Next(Day); date.Month == month.Month; date = date.PlusWeeks(1))
        {
            all.Add(date);
        }

        return Number switch
        {
            null => all,
            > 0 and var number => all.Skip(number - 1).Take(1),
            var number => all.AsEnumerable().Reverse().Skip(-number!.Value - 1).Take(1),
        };
    }
}
