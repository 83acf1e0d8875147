using System.Diagnostics;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Portal.Data;

namespace Portal.Notifications;

/// <summary>Where messages wait for delivery.</summary>
internal static class Outbox
{
    public const string Topic = "outbox";

    public static readonly JsonSerializerOptions Json = CreateJson();

    /// <summary>Owes a message in the caller's transaction; a key that is owed already changes nothing.</summary>
    /// <returns>False when it was owed already.</returns>
    public static async Task<bool> OweAsync(
        UnitOfWork work,
        Recipient recipient,
        MessageKind kind,
        Guid subject,
        string key,
        MessageContent content,
        CancellationToken cancellationToken
    )
    {
        work.Announce(Topic);
        var rows = await work.ExecuteAsync(
            """
            insert into outbox_message
                (id, key, kind, subject, "user", contact_method, channel, address, content, status, attempts,
                 created_at, next_attempt_at, version, trace_parent)
            values (@Id, @key, @Kind, @subject, @User, @Method, @Channel, @Address, @Content::jsonb, 'Pending', 0,
                    clock_timestamp(), clock_timestamp(), 0, @Trace)
            on conflict (key) do nothing
            """,
            new
            {
                Id = Guid.CreateVersion7(),
                key,
                Kind = kind.ToString(),
                subject,
                recipient.User,
                Method = recipient.Method.Name,
                Channel = recipient.Method.Type.ToString(),
                recipient.Method.Address,
                Content = JsonSerializer.Serialize(content, Json),
                Trace = Activity.Current?.Id,
            },
            cancellationToken
        );
        return rows == 1;
    }

    /// <summary>Takes back the pages about a subject that wait. One whose delivery is being recorded is past that, and left alone.</summary>
    public static Task DropPagesAsync(UnitOfWork work, Guid subject, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            """
            update outbox_message set status = 'Dropped', version = version + 1
            where id in (
                select id from outbox_message
                where subject = @subject and status = 'Pending' and kind = 'Page' for update skip locked)
            """,
            new { subject },
            cancellationToken
        );

    private static JsonSerializerOptions CreateJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        };
        json.Converters.Add(new InstantText());
        return json;
    }

    private sealed class InstantText : System.Text.Json.Serialization.JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "").Value;

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }
}
