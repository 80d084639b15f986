using System.Globalization;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>What JavaScript makes of a value where it needs a text; yjs writes XML so.</summary>
static class JavaScriptText
{
    public static string Of(Value value) => value switch
    {
        Value.Undefined => "undefined",
        Value.Null => "null",
        Value.Boolean(var boolean) => boolean ? "true" : "false",
        Value.Number(var number) => JavaScriptNumber.Write(number),
        Value.BigInt(var number) => number.ToString(CultureInfo.InvariantCulture),
        Value.String(var text) => text,
        Value.Bytes(var bytes) => string.Join(',', bytes.ToArray()),
        Value.List(var values) => string.Join(',', values.Select(
            element => element is Value.Null or Value.Undefined ? "" : Of(element))),
        Value.Shared(XmlHook) => "[object Object]",
        Value.Shared(Text or XmlFragment) shared => shared.Of.ToString()!,
        _ => "[object Object]",
    };

    /// <summary>What a loop over a value's keys goes through, sorted.</summary>
    public static IEnumerable<KeyValuePair<string, Value>> MembersOf(Value value)
    {
        var members = value switch
        {
            Value.Object of => of,
            Value.List(var values) => values.Select((element, i) => Numbered(i, element)),
            Value.String(var text) => text.Select((unit, i) => Numbered(i, $"{unit}")),
            _ => [],
        };
        return members.OrderBy(member => member.Key, StringComparer.Ordinal);
    }

    static KeyValuePair<string, Value> Numbered(int number, Value value) =>
        new(number.ToString(CultureInfo.InvariantCulture), value);
}
