namespace Portal.Domain.Alerting;

/// <summary>How urgent an alert is, which decides who hears of it and how.</summary>
public enum Severity
{
    /// <summary>P1: pages a person now.</summary>
    Critical,

    /// <summary>P2: tells the team's channels; an answer is expected within an hour.</summary>
    High,

    /// <summary>P3: tells the team's channels; the next business day is soon enough.</summary>
    Warning,

    /// <summary>P4: is shown in the portal and tells nobody.</summary>
    Info,
}
