using System.Runtime.CompilerServices;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// Reads an update V1 into plain structs. All that can be refused without looking at a document is refused here, so
/// that applying never stops in the middle.
/// </summary>
static class UpdateReaderV1
{
    const byte HasOrigin = 0x80, HasRightOrigin = 0x40, HasKey = 0x20;

    public static void Read(ReadOnlySpan<byte> bytes, Budget budget, DecodedUpdate update)
    {
        CheckSize(bytes, budget);
        update.Reset(bytes);
        update.MaxConflictSteps = budget.MaxConflictSteps;
        var reader = new ByteReader(bytes);
        var clients = ReadClientCount(ref reader, budget);
        var canonical = true;
        for (var i = 0; i < clients; i++)
            canonical &= ReadGroup(ref reader, budget, update);
        CheckGroups(update);
        ReadDeletions(ref reader, budget, update.Deletions);
        reader.ExpectEnd();
        update.IsCanonical = update.Deletions.Normalise() && canonical;
    }

    /// <summary>Puts the clients in order, of which each may come once.</summary>
    public static void CheckGroups(DecodedUpdate update)
    {
        if (!update.SortGroups())
            throw new MalformedUpdateException(MalformedReason.DuplicateClient,
                "The update names one client twice; merge its structs.");
    }

    public static void CheckSize(ReadOnlySpan<byte> bytes, Budget budget)
    {
        if (bytes.Length > budget.MaxDecodedBytes)
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"An update of {bytes.Length} bytes is past the limit of {budget.MaxDecodedBytes}; send it in parts.");
    }

    /// <summary>
    /// For who walks an update by its groups: unless clients came descending, as they should, one may have come twice.
    /// </summary>
    public static void CheckClientsOnce(bool isDescending, ReadOnlySpan<byte> bytes, Budget budget)
    {
        if (!isDescending)
            DecodedUpdate.ReadV1(bytes, budget);
    }

    public static int ReadClientCount(ref ByteReader reader, Budget budget) =>
        reader.ReadCount(budget.MaxClients, bytesEach: 3, "clients");

    /// <summary>What stands before a client's structs: how many follow, whose they are, and their first clock.</summary>
    public static (int Count, ulong Client, int Clock) ReadGroupHead(ref ByteReader reader, Budget budget, int structsBefore)
    {
        var count = reader.ReadCount(budget.MaxStructs - structsBefore, bytesEach: 1, "structs");
        var client = reader.ReadClient(budget);
        var clock = reader.ReadClock(budget);
        if (count * 2L > reader.Remaining)
            throw new MalformedUpdateException(MalformedReason.Truncated,
                $"{count} structs don't fit in the {reader.Remaining} bytes that follow; send all of them.");
        return (count, client, clock);
    }

    static bool ReadGroup(ref ByteReader reader, Budget budget, DecodedUpdate update)
    {
        var (count, client, clock) = ReadGroupHead(ref reader, budget, update.StructCount);
        var first = update.StructCount;
        var textBytes = 0;
        var canonical = true;
        var isAlone = true;
        var author = new Author(client);
        for (var i = 0; i < count; i++)
        {
            ref var item = ref update.Structs.Add();
            ReadStruct(ref reader, budget, in author, clock, ref item);
            clock += item.Length;
            canonical &= item.Kind != BlockKind.Skip;
            isAlone &= !item.RefersToOthers;
            textBytes += item.Kind == BlockKind.String ? item.ContentBytes : 0;
        }

        update.AddGroup(new(client, first, count, textBytes, canonical && isAlone));
        return canonical;
    }

    /// <param name="reader">Where the struct begins.</param>
    /// <param name="budget">What it may ask for.</param>
    /// <param name="author">Whose it is.</param>
    /// <param name="clock">Where the struct before it ended.</param>
    /// <param name="item">Filled in, whatever it was.</param>
    public static void ReadStruct(
        ref ByteReader reader, Budget budget, in Author author, int clock, ref DecodedStruct item)
    {
        item.Begin(clock);
        ReadFields(ref reader, budget, in author, ref item);
        CheckLength(author.Id, in item, budget);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckLength(ulong author, in DecodedStruct item, Budget budget)
    {
        if (item.Length == 0 || item.Length > budget.MaxClock - item.Clock)
            ThrowLength(author, in item, budget);
    }

    static void ThrowLength(ulong author, in DecodedStruct item, Budget budget) => throw (item.Length == 0
        ? new MalformedUpdateException(MalformedReason.EmptyStruct,
            $"The struct {author}@{item.Clock} has no length; leave it out.")
        : new MalformedUpdateException(MalformedReason.Number,
            $"The struct {author}@{item.Clock} of length {item.Length} ends past the clock {budget.MaxClock}."));

    static void ReadFields(ref ByteReader reader, Budget budget, in Author author, ref DecodedStruct item)
    {
        var info = reader.ReadByte();
        item.Info = info;
        if (item.Kind is BlockKind.Gc or BlockKind.Skip)
        {
            item.Length = ReadLength(ref reader);
            return;
        }

        if ((info & HasOrigin) != 0)
        {
            item.Fields |= StructFields.Origin;
            item.Origin = ReadEarlier(ref reader, budget, in author, ref item);
        }

        if ((info & HasRightOrigin) != 0)
        {
            item.Fields |= StructFields.RightOrigin;
            item.RightOrigin = ReadEarlier(ref reader, budget, in author, ref item);
        }

        // With an origin, parent and key are the origin's: the key's bit is set then too, but nothing is written.
        if ((info & (HasOrigin | HasRightOrigin)) == 0)
            ReadParent(ref reader, budget, in author, (info & HasKey) != 0, ref item);
        ReadContent(ref reader, budget, ref item);
    }

    static void ReadParent(ref ByteReader reader, Budget budget, in Author author, bool hasKey, ref DecodedStruct item)
    {
        switch (reader.ReadVarUint())
        {
            case 1:
                item.Fields |= StructFields.ParentRoot;
                item.RootName = ReadName(ref reader, budget);
                break;
            case 0:
                item.Fields |= StructFields.ParentItem;
                item.ParentItem = ReadEarlier(ref reader, budget, in author, ref item);
                break;
            case var other:
                throw UnknownParent(other);
        }

        if (!hasKey)
            return;
        item.Fields |= StructFields.Key;
        (item.KeyStart, item.KeyLength) = ReadName(ref reader, budget);
    }

    public static MalformedUpdateException UnknownParent(ulong tag) =>
        new(MalformedReason.UnknownTag, $"Parent tag {tag} doesn't exist; write 1 and a root's name, or 0 and an id.");

    static void ReadContent(ref ByteReader reader, Budget budget, ref DecodedStruct item)
    {
        item.Length = 1;
        item.ContentStart = reader.Position;
        switch (item.Kind)
        {
            case BlockKind.Deleted:
                item.Length = ReadLength(ref reader);
                break;
            case BlockKind.String:
                var text = reader.ReadVarUtf8(out item.Length);
                item.ContentStart = reader.Position - text.Length;
                break;
            case BlockKind.Json:
            case BlockKind.Any:
                item.Length = reader.ReadCount(int.MaxValue, bytesEach: 1, "elements");
                item.ContentStart = reader.Position;
                for (var i = 0; i < item.Length; i++)
                    ContentValue.SkipElement(ref reader, item.Kind, budget.MaxDepth);
                break;
            default:
                ContentValue.Skip(ref reader, item.Kind, budget.MaxDepth);
                break;
        }

        item.ContentBytes = reader.Position - item.ContentStart;
    }

    public static void ReadDeletions(ref ByteReader reader, Budget budget, IdSet deletions)
    {
        var clients = reader.ReadCount(budget.MaxClients, bytesEach: 2, "clients with deletions");
        var ranges = 0;
        for (var i = 0; i < clients; i++)
        {
            var client = reader.ReadClient(budget);
            var count = reader.ReadCount(budget.MaxDeleteRanges - ranges, bytesEach: 2, "delete ranges");
            ranges += count;
            for (var j = 0; j < count; j++)
            {
                var clock = reader.ReadClock(budget);
                var length = ReadLength(ref reader);
                if (length > budget.MaxClock - clock)
                    throw new MalformedUpdateException(MalformedReason.Number,
                        $"The deletion of {length} from {client}@{clock} ends past the clock {budget.MaxClock}.");
                deletions.Add(client, clock, clock + length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadLength(ref ByteReader reader) => ByteReader.LengthOf(reader.ReadVarUint());

    static (int Start, int Length) ReadName(ref ByteReader reader, Budget budget)
    {
        var name = reader.ReadVarUtf8();
        CheckName(name.Length, budget);
        return (reader.Position - name.Length, name.Length);
    }

    public static void CheckName(int bytes, Budget budget)
    {
        if (bytes > budget.MaxNameBytes)
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"A name of {bytes} bytes is past the limit of {budget.MaxNameBytes}; use a shorter one.");
    }

    static Id ReadEarlier(ref ByteReader reader, Budget budget, in Author author, ref DecodedStruct item)
    {
        var id = new Id(reader.ReadClient(in author, budget), reader.ReadClock(budget));
        CheckEarlier(id, author.Id, ref item);
        return id;
    }

    /// <summary>
    /// Another client's id may still be on its way; one's own can only be of what was written before.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckEarlier(Id id, ulong author, ref DecodedStruct item)
    {
        if (id.Client != author)
            item.Fields |= StructFields.Foreign;
        else if (id.Clock >= item.Clock)
            ThrowForwardReference(id, author, item.Clock);
    }

    static void ThrowForwardReference(Id id, ulong author, int clock) =>
        throw new MalformedUpdateException(MalformedReason.ForwardReference,
            $"The struct {author}@{clock} refers to {id}, which its client hadn't written yet.");
}
