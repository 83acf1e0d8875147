using NodaTime;

namespace Portal.OnCall;

/// <summary>A rectangle of a calendar lane.</summary>
/// <param name="Css">How it is drawn.</param>
/// <param name="Text">The name; left out where it would not fit.</param>
/// <param name="Sub">Smaller, below the name.</param>
public sealed record LaneBlock(Instant From, Instant To, string Css, string? Text = null, string? Sub = null)
{
    public bool IsGap { get; init; }

    /// <summary>The whole story, for who points at it or reads it aloud.</summary>
    public string Label { get; init; } = "";

    public string? Because { get; init; }
}
