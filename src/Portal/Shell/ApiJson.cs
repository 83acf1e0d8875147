using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Portal.Data;

namespace Portal.Shell;

/// <summary>How the API writes what the domain says: camelCase, times in RFC 3339 UTC, enums as words, durations in seconds.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new InstantText());
        json.Converters.Add(new DurationSeconds());
        json.Converters.Add(new KeptText());
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        json.MaxDepth = 32;
        json.AllowDuplicateProperties = false;
    }

    private sealed class InstantText : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            (reader.TokenType is JsonTokenType.String ? RequestTime.Parse(reader.GetString()!) : null)
            ?? throw new JsonException(RequestTime.Hint);

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class DurationSeconds : JsonConverter<Duration>
    {
        public override Duration Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Duration.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.TotalSeconds);
    }

    /// <summary>A text that the database could not keep is refused where it is read, so that no endpoint has to think of it.</summary>
    private sealed class KeptText : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.String)
            {
                throw new JsonException("Write text here, in quotes.");
            }

            try
            {
                var text = reader.GetString()!;
                return PlainText.Refusal(text) is { } refusal ? throw new JsonException(refusal) : text;
            }
            catch (InvalidOperationException half)
            {
                throw new JsonException(PlainText.LoneSurrogate, half);
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }
}
