using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Delete sets in V2: each range's clock from the end of the one before, and its length less one.</summary>
static class DeletionsV2
{
    /// <summary>A normalised delete set.</summary>
    public static void Write(ref ByteWriter writer, IdSet deletions)
    {
        var ranges = deletions.Ranges;
        var clients = 0;
        for (var i = 0; i < ranges.Length; i++)
            clients += i == 0 || ranges[i].Client != ranges[i - 1].Client ? 1 : 0;
        writer.WriteVarUint((uint)clients);
        for (var i = 0; i < ranges.Length;)
        {
            var next = i;
            while (next < ranges.Length && ranges[next].Client == ranges[i].Client)
                next++;
            writer.WriteVarUint(ranges[i].Client);
            writer.WriteVarUint((uint)(next - i));
            for (var end = 0; i < next; i++)
            {
                writer.WriteVarUint((uint)(ranges[i].Start - end));
                writer.WriteVarUint((uint)(ranges[i].Length - 1));
                end = ranges[i].End;
            }
        }
    }

    public static void Read(ref ByteReader reader, Budget budget, IdSet deletions)
    {
        var clients = reader.ReadCount(budget.MaxClients, bytesEach: 2, "clients with deletions");
        var ranges = 0;
        for (; clients > 0; clients--)
        {
            var client = reader.ReadClient(budget);
            var count = reader.ReadCount(budget.MaxDeleteRanges - ranges, bytesEach: 2, "delete ranges");
            ranges += count;
            for (var end = 0L; count > 0; count--)
            {
                var start = end + reader.ReadClock(budget);
                end = start + reader.ReadClock(budget) + 1;
                if (end > budget.MaxClock)
                    throw new MalformedUpdateException(MalformedReason.Number,
                        $"The deletion of {end - start} from {client}@{start} ends past the clock {budget.MaxClock}.");
                deletions.Add(client, (int)start, (int)end);
            }
        }
    }
}
