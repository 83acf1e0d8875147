namespace Portal.Ui;

/// <summary>The six looks of a severity or state: shape, word and colour always go together.</summary>
public enum Tone
{
    /// <summary>▲ A person must act now.</summary>
    Critical,

    /// <summary>◆ Needs an answer within the hour, or a decision.</summary>
    High,

    /// <summary>● Next business day, or at risk.</summary>
    Warning,

    /// <summary>■ Shown only.</summary>
    Info,

    /// <summary>✓ As promised; nobody has to do anything.</summary>
    Ok,

    /// <summary>◌ Unknown: neither good nor bad.</summary>
    NoData,
}

/// <summary>How filled a chip is, which says whether somebody has taken what it stands for.</summary>
public enum Loudness
{
    /// <summary>A state, or over.</summary>
    Plain,

    /// <summary>Somebody has it.</summary>
    Outline,

    /// <summary>Nobody has it yet.</summary>
    Solid,

    /// <summary>Beside a page title.</summary>
    Soft,
}

internal static class ToneLook
{
    public static string Css(this Tone tone) => $"is-{tone.Name()}";

    public static string Symbol(this Tone tone) => $"s-{tone.Name()}";

    /// <summary>The tick is a line; the other shapes are filled.</summary>
    public static string ShapeCss(this Tone tone) => tone is Tone.Ok ? "shape shape-line" : "shape";

    public static string Css(this Loudness loudness) =>
        loudness switch
        {
            Loudness.Plain => "",
            Loudness.Outline => "chip-outline",
            Loudness.Solid => "chip-solid",
            Loudness.Soft => "chip-soft",
        };

    private static string Name(this Tone tone) =>
        tone switch
        {
            Tone.Critical => "critical",
            Tone.High => "high",
            Tone.Warning => "warning",
            Tone.Info => "info",
            Tone.Ok => "ok",
            Tone.NoData => "nodata",
        };
}
