using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>Makes requests that nobody in their right mind would send, from the OpenAPI document and a seed.</summary>
sealed class Fuzzer(ApiDocument document, int seed)
{
    static readonly string[] Hostile =
    [
        "", " ", "null", "undefined", "true", "-1", "0", "1", "200", "201", "2147483648", "9223372036854775808", "1e400", "NaN",
        "-0", "0x10", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{}", "[]", "\"", "'",
        "' or 1=1 --", "\"; drop table users; --", "%00", "%2e%2e%2f", "../../../etc/passwd", "..\\..\\", "<script>alert(1)</script>",
        "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "%s%n%x", "\r\nSet-Cookie: a=b", "\u202eevil", "😀", "\u0000", "İ", "ß",
        "2026-02-30T25:61:61Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "mdr_pat_x", "W/\"1\"", "\"1-1\"", "*",
    ];

    static readonly string[] MediaTypes =
    [
        "application/json", "application/json; charset=utf-16", "text/plain", "text/markdown", "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x", "application/xml", "image/png", "application/json; charset=nonsense", "a/b",
    ];

    static readonly string[] Headers =
        ["If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Range", "Accept-Language", "User-Agent", "X-Forwarded-For", "Cookie", "Expect"];

#pragma warning disable CA5394 // A seed repeats a run; nothing here is a secret.
    readonly Random _random = new(seed);

    /// <param name="operation">What to ask.</param>
    /// <param name="goodPath">The path with ids that exist.</param>
    public HttpRequestMessage Next(ApiOperation operation, string goodPath)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), Path(operation, goodPath) + Query(operation));
        for (var count = _random.Next(3); count > 0; count--)
        {
            request.Headers.TryAddWithoutValidation(Pick(Headers), HeaderValue());
        }

        // A write that no condition lets through would try nothing behind it.
        if (operation.Reads("If-Match") && Chance(60))
        {
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        if (operation.Method is "POST" or "PUT" or "PATCH" or "DELETE" && (operation.Bodies.Count > 0 || Chance(10)))
        {
            request.Content = Body(operation);
        }

        return request;
    }

    string Path(ApiOperation operation, string goodPath)
    {
        if (Chance(70) || !operation.Path.Contains('{', StringComparison.Ordinal))
        {
            return goodPath;
        }

        return string.Join('/', operation.Path.Split('/').Zip(goodPath.Split('/'), (template, good) =>
            !template.StartsWith('{') || Chance(40) ? good : Chance(50) ? $"{Guid.NewGuid()}" : Segment()));
    }

    // A NUL, or nothing at all, doesn't get past the server's own reading of the request line.
    string Segment()
    {
        var value = Text();
        return value.Length == 0 || value.Contains('\0', StringComparison.Ordinal) || value.Trim('.').Length == 0
            ? "x"
            : Uri.EscapeDataString(Well(value.Length > 1000 ? value[..1000] : value));
    }

    string Query(ApiOperation operation)
    {
        var pairs = operation.Parameters.Where(parameter => parameter.In == "query").Where(_ => Chance(60))
            // Nobody waits for a fuzzer's long poll.
            .Where(parameter => parameter.Name != "wait")
            .SelectMany(parameter => Chance(90) ? [parameter.Name] : new[] { parameter.Name, parameter.Name })
            .Append(Chance(10) ? "unknown" : "")
            .Where(name => name.Length > 0)
            .Select(name => $"{name}={Uri.EscapeDataString(Well(Text(longest: 1000)))}")
            .ToList();
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
    }

    string HeaderValue()
    {
        var value = string.Concat(Text(longest: 400).Where(c => c is >= ' ' and < (char)127));
        return value.Length == 0 ? "x" : value;
    }

    ByteArrayContent Body(ApiOperation operation)
    {
        var (declared, schema) = operation.Bodies.Count == 0
            ? new("application/json", default)
            : Pick<KeyValuePair<string, JsonElement>>([.. operation.Bodies]);
        var isJson = declared.EndsWith("json", StringComparison.Ordinal);
        var isText = declared.StartsWith("text/", StringComparison.Ordinal);
        var bytes = isText && Chance(70) ? Encoding.UTF8.GetBytes(Text(longest: 5_000))
            : Chance(15) || !isJson ? Rubbish() : Spoil(Encoding.UTF8.GetBytes(Instance(schema, depth: 0)?.ToJsonString() ?? "null"));
        var content = new ByteArrayContent(bytes);
        var mediaType = Chance(90) ? declared : Pick(MediaTypes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    byte[] Rubbish() => _random.Next(9) switch
    {
        0 => [],
        1 => [0xff, 0xfe, 0x00],
        2 => [0xef, 0xbb, 0xbf, (byte)'{', (byte)'}'],
        3 => Encoding.UTF8.GetBytes(new string('[', 5_000)),
        4 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000))),
        5 => "{\"a\":1,\"a\":2,}"u8.ToArray(),
        6 => "{\"email\":\"\\ud800\",\"name\":\"\\udc00\",\"title\":\"\\ud800x\"}"u8.ToArray(),
        7 => Encoding.UTF8.GetBytes($"\"{new string('x', 300_000)}\""),
        _ => Bytes(_random.Next(200)),
    };

    byte[] Spoil(byte[] json)
    {
        if (json.Length < 2 || Chance(75))
        {
            return json;
        }

        if (Chance(50))
        {
            return json[.._random.Next(1, json.Length)];
        }

        json[_random.Next(json.Length)] = (byte)_random.Next(256);
        return json;
    }

    JsonNode? Instance(JsonElement schema, int depth)
    {
        schema = document.Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > 6 || Chance(8))
        {
            return Anything(depth);
        }

        foreach (var choice in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(choice, out var choices))
            {
                return Instance(Pick<JsonElement>([.. choices.EnumerateArray()]), depth + 1);
            }
        }

        if (schema.TryGetProperty("enum", out var words) && Chance(80))
        {
            return JsonNode.Parse(Pick<JsonElement>([.. words.EnumerateArray()]).GetRawText());
        }

        return TypeOf(schema) switch
        {
            "object" => ObjectOf(schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, Chance(5) ? 300 : _random.Next(4))
                .Select(_ => Instance(schema.TryGetProperty("items", out var items) ? items : default, depth + 1))]),
            "integer" or "number" => JsonNode.Parse(Pick<string>(["0", "-1", "1", "2147483648", "1.5", "1e30", "-9223372036854775808"])),
            "boolean" => Chance(50),
            "null" => null,
            _ => Text(longest: Chance(5) ? 100_000 : 300),
        };
    }

    JsonObject ObjectOf(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject().Where(_ => Chance(85)))
            {
                made[property.Name] = Instance(property.Value, depth + 1);
            }
        }

        if (Chance(15))
        {
            made["isAdministrator"] = true;
            made["__proto__"] = new JsonObject { ["id"] = 1 };
        }

        return made;
    }

    string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.Array ? Pick<JsonElement>([.. type.EnumerateArray()]).GetString() : type.GetString();

    JsonNode? Anything(int depth) => _random.Next(7) switch
    {
        0 => null,
        1 => true,
        2 => _random.Next(-5, 5),
        3 => JsonNode.Parse("1e300"),
        4 when depth < 6 => new JsonArray(Anything(depth + 1)),
        5 when depth < 6 => new JsonObject { ["a"] = Anything(depth + 1) },
        _ => Text(),
    };

    string Text(int longest = 300) => _random.Next(10) switch
    {
        0 => new string('a', _random.Next(longest)),
        1 => string.Concat(Enumerable.Range(0, _random.Next(20)).Select(_ => (char)_random.Next(1, 0xffff))),
        2 => _random.NextInt64().ToString(CultureInfo.InvariantCulture),
        3 => $"{Guid.NewGuid()}",
        4 => $"{_random.Next()}@example.org",
        _ => Pick(Hostile),
    };

    // What a URI can carry: no halves of characters.
    static string Well(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    bool Chance(int percent) => _random.Next(100) < percent;

    T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
