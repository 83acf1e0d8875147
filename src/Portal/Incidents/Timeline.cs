using System.Text.Json;
using Portal.Data;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Writes what happened, in the transaction in which it did.</summary>
internal static class Timeline
{
    /// <summary>The actor of what happened by itself.</summary>
    public const string Itself = "portal";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="incident">Held by this transaction, so that the order has no gaps and no ties.</param>
    /// <param name="text">A sentence without its subject.</param>
    public static void Add(
        UnitOfWork work,
        Incident incident,
        TimelineKind kind,
        string actor,
        string text,
        object? data = null,
        int? replaces = null
    )
    {
        work.Db.Add(
            new TimelineEntry
            {
                IncidentId = incident.Id,
                Seq = incident.NextEntry(),
                At = work.Now,
                Kind = kind,
                Actor = actor,
                Text = text,
                Data = data is null ? "{}" : JsonSerializer.Serialize(data, Json),
                Replaces = replaces,
            }
        );
        work.Announce(Topics.Of(incident));
    }

    /// <summary>The facts behind an entry; what it does not say is null or zero.</summary>
    public static T Facts<T>(TimelineEntry entry) => JsonSerializer.Deserialize<T>(entry.Data, Json)!;
}

/// <summary>What open pages listen to.</summary>
internal static class Topics
{
    /// <summary>Any incident changed.</summary>
    public const string Incidents = "incident";

    public static string Of(Incident incident) => $"{Incidents}:{incident.Number}";
}
