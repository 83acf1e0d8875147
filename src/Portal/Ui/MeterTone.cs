namespace Portal.Ui;

/// <summary>The colour of a meter's bar. The number beside it says the same.</summary>
public enum MeterTone
{
    Plain,
    Accent,
    Ok,
    Warning,
    High,
    Critical,
}

internal static class MeterLook
{
    public static string Css(this MeterTone tone) =>
        tone switch
        {
            MeterTone.Plain => "meter-fill",
            MeterTone.Accent => "meter-accent",
            MeterTone.Ok => "meter-ok",
            MeterTone.Warning => "meter-warning",
            MeterTone.High => "meter-high",
            MeterTone.Critical => "meter-critical",
        };
}
