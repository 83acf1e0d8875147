using System.Text.Json;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Incidents;

namespace Portal.Demo;

/// <summary>The timeline of a past incident: written down in any order, numbered in the order of time.</summary>
internal sealed class PastStory(Incident incident)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly List<(Instant At, TimelineKind Kind, string Actor, string Text, string Data)> entries = [];

    public void Add(Instant at, TimelineKind kind, string actor, string text, object? facts = null) =>
        entries.Add((at, kind, actor, text, facts is null ? "{}" : JsonSerializer.Serialize(facts, Json)));

    public void ByItself(Instant at, TimelineKind kind, string text, object? facts = null) =>
        Add(at, kind, Timeline.Itself, text, facts);

    /// <summary>Once: the numbers are given here.</summary>
    public void Write(UnitOfWork work) =>
        work.Db.AddRange(
            entries
                .OrderBy(entry => entry.At)
                .Select(entry => new TimelineEntry
                {
                    IncidentId = incident.Id,
                    Seq = incident.NextEntry(),
                    At = entry.At,
                    Kind = entry.Kind,
                    Actor = entry.Actor,
                    Text = entry.Text,
                    Data = entry.Data,
                })
        );
}
