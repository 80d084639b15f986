using System.Text;

namespace MDReader.Client.Sync;

/// <summary>
/// What a save was made from. An editor that holds a file open may write back what it had read before a live edit came into the
/// file, and doesn't say so: taken for a change of the text that came, its save would delete that edit. So a save is of the
/// text that it differs least from, among the last that the file has held. One that is exactly an earlier text is somebody's
/// wish to have that one again.
/// </summary>
static class Origin
{
    /// <summary>How many earlier texts of a file are kept for that.</summary>
    public const int Kept = 4;

    /// <summary>The earlier texts with more recent ones behind them; the oldest go.</summary>
    public static IReadOnlyList<string> Add(IReadOnlyList<string> earlier, IReadOnlyList<string> more) =>
        [.. earlier.Except(more).Concat(more).TakeLast(Kept)];

    /// <summary>The hash of the text that the save was made from.</summary>
    /// <param name="ledger">Has the texts.</param>
    /// <param name="known">The document, with a file.</param>
    /// <param name="saved">What the file holds.</param>
    public static string Of(Ledger ledger, KnownDocument known, byte[] saved)
    {
        var now = known.Disk!;
        if (known.Earlier.Count == 0 || known.Earlier.Contains(TextHash.Of(saved)))
            return now;
        var words = WordDiff.Words(Encoding.UTF8.GetString(saved));
        return known.Earlier.Reverse().Prepend(now).MinBy(text => Distance(ledger.Text(text), words))!;
    }

    /// <summary>The save as it would be had it been made from what is in the file now.</summary>
    /// <inheritdoc cref="Of"/>
    public static byte[] Advance(Ledger ledger, KnownDocument known, byte[] saved) =>
        Of(ledger, known, saved) is var origin && origin == known.Disk
            ? saved
            : ThreeWay.Merge(ledger.Text(origin), saved, ledger.Text(known.Disk!));

    // In words put in and left out.
    static int Distance(byte[] text, List<Word> saved)
    {
        var before = WordDiff.Words(Encoding.UTF8.GetString(text));
        var kept = WordDiff.Between(before, saved).Kept.Count(word => word is not null);
        return before.Count - kept + saved.Count - kept;
    }
}
