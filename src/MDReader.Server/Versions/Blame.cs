using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Versions;

/// <summary>A <see cref="BlameRun"/> as the log tells it.</summary>
sealed record WrittenRun(int Start, int End, Guid? Actor, Via? Via, DateTimeOffset? At);

/// <summary>
/// Who wrote each character, from the log: an edit's characters are its author's, and the author of a row was set by the
/// server from the connection that it came in on.
/// </summary>
static class Blame
{
    const long OneSitting = 60_000;

    public static IReadOnlyList<WrittenRun> Of(IReadOnlyList<LoggedEdit> edits, ulong clientId)
    {
        var opened = OpenedDocument.Empty(epoch: 0, clientId);
        var written = new Dictionary<ulong, List<Written>>();
        foreach (var edit in edits.Where(edit => !edit.Update.IsEmpty))
        {
            var update = DecodedUpdate.ReadV1(edit.Update.Span, Budget.Unlimited);
            foreach (var added in opened.Doc.Examine(update).Added)
            {
                if (!written.TryGetValue(added.Client, out var ranges))
                {
                    written[added.Client] = ranges = [];
                }

                ranges.Add(new Written(added.Start, added.End, edit.Author, edit.Via, edit.At));
            }

            opened.Doc.Apply(update);
        }

        var runs = new List<WrittenRun>();
        foreach (var visible in opened.Text.VisibleRanges())
        {
            var ranges = written[visible.Client];
            for (var clock = visible.Start; clock < visible.End;)
            {
                var range = ranges[Covering(ranges, clock)];
                var end = Math.Min(range.End, visible.End);
                Add(runs, end - clock, range);
                clock = end;
            }
        }

        return runs;
    }

    static void Add(List<WrittenRun> runs, int length, Written written)
    {
        var start = runs.Count == 0 ? 0 : runs[^1].End;
        Guid? actor = written.Author == Guid.Empty ? null : written.Author;
        DateTimeOffset? at = actor is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(written.At);
        if (runs.Count > 0 && runs[^1] is var last && last.Actor == actor && last.Via == written.Via
            && (at is null || Math.Abs((at.Value - last.At!.Value).TotalMilliseconds) <= OneSitting))
        {
            runs[^1] = last with { End = start + length, At = at > last.At ? at : last.At };
        }
        else
        {
            runs.Add(new WrittenRun(start, start + length, actor, written.Via, at));
        }
    }

    // A client's clocks come in order and without gaps.
    static int Covering(List<Written> ranges, int clock)
    {
        var (low, high) = (0, ranges.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ranges[middle].End > clock ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    readonly record struct Written(int Start, int End, Guid Author, Via? Via, long At);
}
