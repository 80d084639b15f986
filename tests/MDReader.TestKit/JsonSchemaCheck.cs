using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MDReader.TestKit;

/// <summary>Holds JSON against a schema of OpenAPI 3.1, as far as the document uses it. A member that the schema doesn't
/// name is a flaw: what isn't described, clients can't rely on.</summary>
public sealed class JsonSchemaCheck(ApiDocument document)
{
    /// <summary>The first flaw with its path; null when there is none.</summary>
    public string? Flaw(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = document.Resolve(schema);
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.Undefined)
        {
            return null;
        }

        if (Has(schema, "oneOf", out var oneOf) || Has(schema, "anyOf", out oneOf))
        {
            var flaws = oneOf.EnumerateArray().Select(choice => Flaw(value, choice, at)).ToList();
            return flaws.Contains(null) ? null : $"{at} is none of its choices: {string.Join("; ", flaws)}";
        }

        if (Has(schema, "allOf", out var allOf))
        {
            return allOf.EnumerateArray().Select(part => Flaw(value, part, at)).FirstOrDefault(flaw => flaw is not null);
        }

        return OfType(value, schema, at) ?? value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(value, schema, at),
            JsonValueKind.Array => OfArray(value, schema, at),
            JsonValueKind.String => OfString(value.GetString()!, schema, at),
            _ => null,
        };
    }

    static string? OfType(JsonElement value, JsonElement schema, string at)
    {
        if (Has(schema, "enum", out var choices) && !choices.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)))
        {
            return $"{at} is {value}, which is none of {choices}";
        }

        if (!Has(schema, "type", out var type))
        {
            return null;
        }

        var names = type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(name => name.GetString()!).ToList()
            : [type.GetString()!];
        var kind = value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Null => "null",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => value.TryGetInt64(out _) ? "integer" : "number",
        };
        return names.Contains(kind) || kind == "integer" && names.Contains("number")
            ? null
            : $"{at} is of type {kind}, and declared as {string.Join(" or ", names)}";
    }

    string? OfObject(JsonElement value, JsonElement schema, string at)
    {
        var properties = Has(schema, "properties", out var named) ? named : default;
        if (Has(schema, "required", out var required)
            && required.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _))
                is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{at}.{missing} is missing";
        }

        foreach (var member in value.EnumerateObject())
        {
            var path = $"{at}.{member.Name}";
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var declared))
            {
                if (Flaw(member.Value, declared, path) is { } flaw)
                {
                    return flaw;
                }
            }
            else if (Has(schema, "additionalProperties", out var others) && others.ValueKind != JsonValueKind.False)
            {
                if (Flaw(member.Value, others, path) is { } flaw)
                {
                    return flaw;
                }
            }
            else if (properties.ValueKind == JsonValueKind.Object)
            {
                return $"{path} is not declared";
            }
        }

        return null;
    }

    string? OfArray(JsonElement value, JsonElement schema, string at) => Has(schema, "items", out var items)
        ? value.EnumerateArray().Select((item, index) => Flaw(item, items, $"{at}[{index}]")).FirstOrDefault(flaw => flaw is not null)
        : null;

    static string? OfString(string value, JsonElement schema, string at)
    {
        if (Has(schema, "pattern", out var pattern) && !Regex.IsMatch(value, pattern.GetString()!))
        {
            return $"{at} doesn't match {pattern}";
        }

        var isGood = !Has(schema, "format", out var format) || format.GetString() switch
        {
            "uuid" => Guid.TryParseExact(value, "D", out _),
            "date-time" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var time) && time.Offset == TimeSpan.Zero,
            _ => true,
        };
        return isGood ? null : $"{at} is no {format}: {value}";
    }

    static bool Has(JsonElement schema, string member, out JsonElement value)
    {
        value = default;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(member, out value);
    }
}
