using System.Text.Json;

namespace MDReader.Server.Collaboration;

/// <summary>Who has one document open in one process.</summary>
sealed record OpenDocument(Guid Document, Guid Workspace, IReadOnlyList<PresentPerson> People);

/// <summary>What a process tells the others of who is where. It is a hint, and may be lost: the numbers show it.</summary>
/// <param name="Process">Who tells.</param>
/// <param name="Number">One more than in the roster before.</param>
/// <param name="IsWhole">Whether what isn't in it isn't open there; else it holds what has changed, mostly nothing.</param>
/// <param name="Open">Without people where a document was closed.</param>
sealed record Roster(Guid Process, long Number, bool IsWhole, IReadOnlyList<OpenDocument> Open)
{
    /// <summary>Every process, where it is asked.</summary>
    public static readonly Guid Everyone = Guid.Empty;

    /// <summary>Asks that process for a whole roster, in place of what was lost; null in a roster itself.</summary>
    public Guid? Asked { get; init; }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static Roster Decode(ReadOnlyMemory<byte> message) => JsonSerializer.Deserialize<Roster>(message.Span)!;
}

/// <summary>A process as the others know it.</summary>
sealed class OtherProcess
{
    readonly Dictionary<Guid, OpenDocument> _open = [];
    long _number;

    public IReadOnlyCollection<OpenDocument> Open => _open.Values;

    /// <summary>When it was heard of last, on the machine's stopwatch.</summary>
    public long HeardAt { get; set; }

    public OpenDocument? Of(Guid document) => _open.GetValueOrDefault(document);

    /// <summary>Takes a roster in; gives what changed, or null where others before it were lost.</summary>
    public IReadOnlyList<OpenDocument>? Take(Roster roster)
    {
        if (!roster.IsWhole && roster.Number != _number + 1)
            return null;
        _number = roster.Number;
        List<OpenDocument> changed = [.. roster.Open];
        if (roster.IsWhole)
        {
            var kept = roster.Open.Select(open => open.Document).ToHashSet();
            changed.AddRange(_open.Values.Where(open => !kept.Contains(open.Document)).Select(open => open with { People = [] }));
        }
        foreach (var open in changed)
            if (open.People.Count > 0)
                _open[open.Document] = open;
            else
                _open.Remove(open.Document);
        return changed;
    }
}
