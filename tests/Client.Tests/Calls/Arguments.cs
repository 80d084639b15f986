using System.Reflection;
using System.Text.Json.Nodes;
using MDReader.Client;

namespace Client.Tests.Calls;

/// <summary>Something for each parameter of a call; bare of all that may be left out, or with everything.</summary>
sealed class Arguments(bool isBare)
{
    /// <summary>What has to be escaped wherever it goes.</summary>
    const string Words = "a b/&?c";

    /// <summary>One set for each kind that a parameter may be of.</summary>
    public IEnumerable<object?[]> Of(MethodInfo call)
    {
        var choices = call.GetParameters().Select(parameter => isBare && parameter.HasDefaultValue
            ? [null]
            : Of(parameter.ParameterType, parameter.Name!).ToList()).ToList();
        for (var set = 0; set < choices.Select(choice => choice.Count).DefaultIfEmpty(1).Max(); set++)
            yield return [.. choices.Select(choice => choice[set % choice.Count])];
    }

    IEnumerable<object?> Of(Type type, string name) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } value => isBare ? [null] : Of(value, name),
        _ when type == typeof(string) => [Text(name)],
        _ when type == typeof(Guid) => [Guid.CreateVersion7()],
        _ when type == typeof(bool) => [true, false],
        _ when type == typeof(int) || type == typeof(long) => [Convert.ChangeType(7, type, null)],
        _ when type == typeof(DateTimeOffset) => [DateTimeOffset.UnixEpoch],
        _ when type == typeof(CancellationToken) => [CancellationToken.None],
        _ when type.IsEnum => [Enum.GetValues(type).GetValue(0)],
        _ when type == typeof(byte[]) => ["text"u8.ToArray()],
        _ when type == typeof(Stream) => [new MemoryStream()],
        _ when type == typeof(Func<Stream>) => [() => new MemoryStream("text"u8.ToArray())],
        _ when type == typeof(JsonObject) => [new JsonObject { ["messages"] = new JsonArray() }],
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) => Optional(type, name),
        _ when type.IsGenericType && type.GetGenericArguments() is [var key, var item] && key == typeof(string) => [Dictionary(item)],
        _ when type.IsGenericType && type.GetGenericArguments() is [var one] => [List(one, name)],
        { IsAbstract: true } => type.GetNestedTypes().Where(kind => kind.BaseType == type).SelectMany(kind => Of(kind, name)),
        _ => Record(type),
    };

    static string Text(string name) => name switch
    {
        "mediaType" => "application/zip",
        "MediaType" or "contentType" => "image/png",
        _ => Words,
    };

    IEnumerable<object?> Optional(Type type, string name) => isBare
        ? [Activator.CreateInstance(type)]
        : Of(type.GetGenericArguments()[0], name).Take(1).Select(value => Activator.CreateInstance(type, value));

    Array List(Type item, string name)
    {
        var values = Of(item, name).ToList();
        var list = Array.CreateInstance(item, values.Count);
        for (var index = 0; index < values.Count; index++)
            list.SetValue(values[index], index);
        return list;
    }

    object Dictionary(Type item)
    {
        var made = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), item))!;
        made["mention"] = Of(item, "").First();
        return made;
    }

    // With every member that can be set.
    IEnumerable<object?> Record(Type type)
    {
        var made = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First();
        var record = made.Invoke([.. made.GetParameters().Select(parameter => Of(parameter.ParameterType, parameter.Name!).First())]);
        var named = made.GetParameters().Select(parameter => parameter.Name).ToHashSet();
        foreach (var member in type.GetProperties().Where(member => member.CanWrite && !named.Contains(member.Name) && !isBare))
            member.SetValue(record, Of(member.PropertyType, member.Name).First());
        return [record];
    }
}
