using System.Text.Json;
using System.Text.Json.Serialization;

namespace MDReader.Server.Platform;

/// <summary>Times in JSON: RFC 3339 in UTC, to the millisecond in which they are kept, as 2026-11-27T09:30:00.123Z.</summary>
sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    const int Length = 24;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Length];
        value.UtcDateTime.TryFormat(text, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
