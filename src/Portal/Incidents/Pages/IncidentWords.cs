using NodaTime;
using Portal.Domain.Alerting;
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
    private static string Word(IncidentState state) =>
        state switch
        {
            IncidentState.Triggered => "Open",
            IncidentState.Acknowledged => "Acknowledged",
            IncidentState.Mitigated => "Mitigated",
            IncidentState.Resolved => "Resolved",
        };

    /// <summary>As the chip writes it: what is part of another is not resolved in anybody's eyes.</summary>
    public static string Word(Incident incident) => incident.IsMerged ? "Merged" : Word(incident.State);

    /// <summary>What happens when a snooze is over and it is still open: "it pages again".</summary>
    /// <param name="who">Whoever snoozed it.</param>
    public static string ThenOf(Incident incident, string? who, Naming names) =>
        incident is { Severity: Severity.Critical, MitigatedAt: null } ? "it pages again"
        : who is null ? "whoever snoozed it is told"
        : names.IsMe(who) ? "you are told"
        : $"{names.Name(who)} is told";

    /// <summary>Milliseconds say nothing about an incident.</summary>
    public static Duration Whole(Duration duration) => Duration.FromSeconds((long)duration.TotalSeconds);

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
