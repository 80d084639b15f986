using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Edits of a text, all of them made or none. Each means the text as it was before them.</summary>
/// <param name="Base">The ETag of the text that they were made for; left out, they are made on the present one.</param>
/// <param name="Edits">Up to 100.</param>
public sealed record EditsRequest(string? Base = null, IReadOnlyList<EditRequest>? Edits = null) : IChecked
{
    public const int Most = 100;

    public IEnumerable<Flaw> Check() => Edits is not { Count: > 0 and <= Most }
        ? [new Flaw("/edits", "count", $"Send 1 to {Most} edits (now {Edits?.Count ?? 0}).")]
        // A null in a list gets past the serializer.
        : Edits.SelectMany((edit, number) => (edit ?? new EditRequest()).Check($"/edits/{number}"));

    internal NewText.Edits Read() => new([.. Edits!.Select(edit => edit.Read())]);
}

/// <summary>One of: <c>find</c> and <c>replace</c>; <c>range</c> and <c>text</c>; <c>append</c>.</summary>
/// <param name="Find">Text that is there; once, or <c>occurrence</c> says which.</param>
/// <param name="Replace">Put in its place.</param>
/// <param name="Occurrence">From 1.</param>
/// <param name="Range">UTF-16 code units of the text with LF line ends, the end excluded.</param>
/// <param name="Text">Put in the range's place.</param>
/// <param name="Append">Put at the end.</param>
public sealed record EditRequest(
    string? Find = null,
    string? Replace = null,
    int? Occurrence = null,
    TextRange? Range = null,
    string? Text = null,
    string? Append = null)
{
    internal IEnumerable<Flaw> Check(string pointer)
    {
        foreach (var (name, value) in new[] { ("find", Find), ("replace", Replace), ("text", Text), ("append", Append) })
            if (value?.Contains('\0', StringComparison.Ordinal) ?? false)
                yield return new Flaw($"{pointer}/{name}", "nul", "Take the NUL characters out of the text.");
        if (this is not ({ Find.Length: > 0, Replace: not null, Range: null, Text: null, Append: null }
            or { Range: not null, Text: not null, Find: null, Replace: null, Occurrence: null, Append: null }
            or { Append: not null, Find: null, Replace: null, Occurrence: null, Range: null, Text: null }))
            yield return new Flaw(pointer, "kind", "Send find and replace, or range and text, or append.");
        if (Occurrence < 1)
            yield return new Flaw($"{pointer}/occurrence", "too-small", $"Count occurrences from 1 (now {Occurrence}).");
    }

    internal ContentEdit Read() => this switch
    {
        { Range: { } range } => new ContentEdit.Range(range.Start, range.End, Lf(Text!)),
        { Append: { } appended } => new ContentEdit.Append(Lf(appended)),
        _ => new ContentEdit.Replace(Lf(Find!), Lf(Replace!), Occurrence),
    };

    // The document's lines end with LF, whatever the file's do.
    static string Lf(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}

/// <summary>Written as <c>{"start": 3, "end": 5}</c>, or <c>[3, 5]</c>.</summary>
[JsonConverter(typeof(TextRangeJson))]
public sealed record TextRange(int Start, int End);

sealed class TextRangeJson : JsonConverter<TextRange>
{
    public override TextRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var range = JsonElement.ParseValue(ref reader);
        return range.ValueKind switch
        {
            JsonValueKind.Array when range.GetArrayLength() == 2 && Number(range[0]) is { } start && Number(range[1]) is { } end =>
                new(start, end),
            JsonValueKind.Object when range.TryGetProperty("start", out var from) && Number(from) is { } start
                && range.TryGetProperty("end", out var to) && Number(to) is { } end => new(start, end),
            _ => throw new JsonException("A range is {\"start\": 3, \"end\": 5}."),
        };
    }

    public override void Write(Utf8JsonWriter writer, TextRange value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("start", value.Start);
        writer.WriteNumber("end", value.End);
        writer.WriteEndObject();
    }

    static int? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : null;
}
