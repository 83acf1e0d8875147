using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Ui;

/// <summary>What a time chart draws. Travels as columnar JSON over HTTP, or inline for what has not been saved yet.</summary>
public sealed record ChartData
{
    /// <summary>camelCase, enums as words. A value that is no number is written as one in quotes, and drawn as a gap.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Seconds since 1970, ascending; one for every value of every series.</summary>
    public required IReadOnlyList<long> T { get; init; }

    public required IReadOnlyList<ChartSeries> Series { get; init; }

    public IReadOnlyList<ChartLine> Lines { get; init; } = [];

    public IReadOnlyList<ChartBand> Bands { get; init; } = [];

    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    public ChartUnit Unit { get; init; } = ChartUnit.Number;

    public ChartScale Scale { get; init; } = ChartScale.Linear;

    /// <summary>Shades what lies below zero, such as an overspent budget.</summary>
    public bool HatchBelowZero { get; init; }

    /// <summary>The end of the range is this moment: the axis then says so.</summary>
    public bool EndsNow { get; init; }
}

/// <summary>One line of a chart.</summary>
/// <param name="Values">A null is a gap: nothing was measured, which is neither zero nor the value before.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values, ChartStyle Style = ChartStyle.Measured);

/// <summary>A level across the chart, with the words that explain it on the line itself.</summary>
public sealed record ChartLine(double Value, string Label, ChartLineKind Kind = ChartLineKind.Threshold);

/// <summary>A time from–to (seconds since 1970), such as an incident. Without an end it lasts still.</summary>
public sealed record ChartBand(long From, long? To, string? Label = null, ChartBandKind Kind = ChartBandKind.Incident)
{
    /// <summary>A sentence for the tooltip and the table.</summary>
    public string? Title { get; init; }

    public string? Href { get; init; }
}

/// <summary>Something that happened at one moment (seconds since 1970), drawn in the lane below the axis.</summary>
public sealed record ChartMark(long At, string Label, ChartMarkKind Kind = ChartMarkKind.Deploy)
{
    public string? Href { get; init; }
}

/// <summary>Measured is the accent line; compared is grey and dashed.</summary>
public enum ChartStyle
{
    Measured,
    Compared,
}

/// <summary>Page: long red dashes. Ticket: yellow dots. Threshold: the red dashes of a rule.</summary>
public enum ChartLineKind
{
    Threshold,
    Page,
    Ticket,
}

/// <summary>An incident has a cap and its number; fired is when a rule fired, or would have; a correction is a grey stretch.</summary>
public enum ChartBandKind
{
    Incident,
    Fired,
    Correction,
}

/// <summary>Deploy is a triangle; nearly is a hollow circle where a rule almost fired; event is a line with its name on top.</summary>
public enum ChartMarkKind
{
    Deploy,
    Nearly,
    Event,
}

/// <summary>What the values mean, which decides how they are written.</summary>
public enum ChartUnit
{
    Number,

    /// <summary>A ratio shown in percent: 0.05 reads 5 %.</summary>
    Percent,

    Ratio,
    Burn,
    Seconds,
    Bytes,
}

public enum ChartScale
{
    Linear,

    /// <summary>For burn rates, with 1× as its zero.</summary>
    Log,
}
