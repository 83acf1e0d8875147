using NodaTime;
using Portal.Ui;

namespace Portal.Alerting.Pages;

/// <summary>When a rule would have fired, in words.</summary>
/// <param name="Errors">What kept the replay from judging.</param>
public sealed record PastStory(
    string Title,
    ChartData Chart,
    string ChartLabel,
    string Foot,
    IReadOnlyList<string> Errors
);

/// <summary>What the backend says to the query at this moment.</summary>
/// <param name="Meeting">How many of them meet the condition; null while there is none to meet.</param>
/// <param name="Failure">Its own words; null when it answered.</param>
/// <param name="Missing">What it says is missing from its answer.</param>
public sealed record QueryAnswer(
    int Series,
    int? Meeting,
    string Took,
    string? Failure,
    BadPlace? Place,
    IReadOnlyList<string> Missing
);

/// <summary>Where an alert would go.</summary>
/// <param name="Incident">The open incident that it would join.</param>
/// <param name="After">What follows when nobody acknowledges, or why nobody is paged.</param>
public sealed record ReachStory(
    IReadOnlyList<string> Labels,
    string? Incident,
    long? IncidentNumber,
    IReadOnlyList<ReachStop> Stops,
    string After,
    Instant At
);

/// <param name="Now">The first to be paged.</param>
public sealed record ReachStop(string When, IReadOnlyList<string> People, string How, bool Now);

/// <param name="Reader">Who would read it first; null when nobody is paged.</param>
/// <param name="IsLive">The summary is filled in with the labels and the value of this moment.</param>
public sealed record MessageStory(string? Reader, string Severity, string Summary, string Detail, bool IsLive);
