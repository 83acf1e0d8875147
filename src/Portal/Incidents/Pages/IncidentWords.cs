using NodaTime;
using Portal.Domain.Incidents;
using Portal.Ui;

namespace Portal.Incidents.Pages;

/// <summary>How incidents look and read wherever they are shown.</summary>
internal static class IncidentWords
{
    /// <summary>Filled while nobody has it, outlined once somebody has, plain when it no longer hurts.</summary>
    public static Loudness LoudnessOf(Incident incident) =>
        incident.State switch
        {
            IncidentState.Triggered => Loudness.Solid,
            IncidentState.Acknowledged => Loudness.Outline,
            IncidentState.Mitigated => Loudness.Plain,
            IncidentState.Resolved => Loudness.Plain,
        };

    /// <summary>As the chip writes it.</summary>
    public static string Word(IncidentState state) =>
        state switch
        {
            IncidentState.Triggered => "Open",
            IncidentState.Acknowledged => "Acknowledged",
            IncidentState.Mitigated => "Mitigated",
            IncidentState.Resolved => "Resolved",
        };

    /// <summary>Milliseconds say nothing about an incident.</summary>
    public static Duration Whole(Duration duration) => Duration.FromSeconds((long)duration.TotalSeconds);

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
