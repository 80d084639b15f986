using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>An update laid open.</summary>
/// <param name="Structs">Descending by client, then ascending by clock.</param>
/// <param name="Deletions">Descending by client, then ascending and apart from each other.</param>
public sealed record UpdateContents(IReadOnlyList<UpdateStruct> Structs, IReadOnlyList<ClientRange> Deletions)
{
    /// <summary>Per client, descending, its first clock and its end; there may be holes between.</summary>
    public IReadOnlyList<ClientRange> Span =>
        [.. Structs.GroupBy(item => item.Id.Client)
            .Select(items => new ClientRange(
                items.Key, items.First().Id.Clock, items.Last().Id.Clock + items.Last().Length))];

    internal static UpdateContents Of(DecodedUpdate update)
    {
        var structs = new List<UpdateStruct>(update.StructCount);
        foreach (var group in update.Groups)
        {
            for (var i = group.First; i < group.EndIndex; i++)
                structs.Add(Describe(update, group.Client, in update.Structs[i]));
        }

        return new(structs, update.DeletedRanges);
    }

    static UpdateStruct Describe(DecodedUpdate update, ulong client, in DecodedStruct item) => new(
        new(client, item.Clock),
        item.Length,
        item.Kind switch
        {
            BlockKind.Gc => "GC",
            var kind => kind.ToString(),
        },
        item.HasOrigin ? item.Origin : null,
        item.HasRightOrigin ? item.RightOrigin : null,
        item.HasParentItem ? item.ParentItem : null,
        item.HasParentRoot ? Name(update, item.RootName.Start, item.RootName.Length) : null,
        item.HasKey ? Name(update, item.KeyStart, item.KeyLength) : null,
        item.Kind == BlockKind.String ? Name(update, item.ContentStart, item.ContentBytes) : null);

    static string Name(DecodedUpdate update, int start, int length) =>
        System.Text.Encoding.UTF8.GetString(update.Slice(start, length));
}

/// <summary>One struct of an update.</summary>
/// <param name="Id">Its first unit.</param>
/// <param name="Length">Units: UTF-16 code units of a text, elements of others.</param>
/// <param name="Kind">What it holds: GC, Deleted, Json, Binary, String, Embed, Format, Type, Any, Doc or Skip.</param>
/// <param name="Origin">What stood left of it when it was written.</param>
/// <param name="RightOrigin">What stood right of it.</param>
/// <param name="ParentItem">The item of the type that it stands in, where the origins don't say.</param>
/// <param name="ParentRoot">The name of the root that it stands in, where the origins don't say.</param>
/// <param name="Key">The map's key, where the origins don't say.</param>
/// <param name="Text">The text of a String.</param>
public sealed record UpdateStruct(
    Id Id, int Length, string Kind, Id? Origin, Id? RightOrigin, Id? ParentItem, string? ParentRoot, string? Key,
    string? Text)
{
    /// <summary>One line, with what is there.</summary>
    public override string ToString() => string.Concat(
        $"{Id}+{Length} {Kind}",
        Origin is { } origin ? $" after {origin}" : "",
        RightOrigin is { } right ? $" before {right}" : "",
        ParentItem is { } parent ? $" in {parent}" : "",
        ParentRoot is not null ? $" in \"{ParentRoot}\"" : "",
        Key is not null ? $" at \"{Key}\"" : "",
        Text is not null ? $" \"{Text}\"" : "");
}
