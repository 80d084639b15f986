using System.Text.Json;

namespace MDReader.Crdt.Encoding;

/// <summary>JSON that stays bytes: it is checked on the way in, since peers parse it, and passed on as it came.</summary>
static class JsonText
{
    public static void Check(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject
                    && reader.CurrentDepth == maxDepth)
                    throw new MalformedUpdateException(MalformedReason.Depth,
                        $"JSON may nest {maxDepth} levels; flatten it.");
            }
        }
        catch (JsonException e)
        {
            throw new MalformedUpdateException(MalformedReason.Json,
                $"The text isn't JSON at byte {e.BytePositionInLine}; send a JSON value.");
        }
    }
}
