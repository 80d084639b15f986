using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Client.Tests.Chaos;

/// <summary>Words unlike all others, by which a text is known to have come through.</summary>
sealed partial class Words(Random random)
{
    readonly HashSet<string> _written = [];
    readonly HashSet<string> _deleted = [];
    int _last;

    public int Written => _written.Count;

    public int Deleted => _deleted.Count;

    /// <param name="who">Puts it in.</param>
    public string New(string who) => string.Create(CultureInfo.InvariantCulture, $"<{who}:{_last++}:{random.Next(1_000_000)}>");

    /// <summary>The text with the word as a line of its own, anywhere.</summary>
    public byte[] Put(byte[] text, string word)
    {
        var lines = Encoding.UTF8.GetString(text).Split('\n').ToList();
        lines.Insert(random.Next(lines.Count), word);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    /// <summary>It has been saved; from now on it may not be lost.</summary>
    public void Keep(string word) => _written.Add(word);

    /// <summary>Somebody deleted this text, and saw it: what is in it was not lost.</summary>
    public void Excuse(string text) => _deleted.UnionWith(In(text));

    public IEnumerable<string> Lost(IReadOnlyList<string> texts) => _written.Except(texts.SelectMany(In)).Except(_deleted);

    /// <summary>Twice in one text; what was deleted here and edited there may have become two.</summary>
    public static IEnumerable<string> Doubled(IReadOnlyList<string> texts) => texts
        .SelectMany(text => In(text).CountBy(word => word)).Where(word => word.Value > 1)
        .Select(word => $"{word.Key} × {word.Value}");

    static IEnumerable<string> In(string text) => Pattern().Matches(text).Select(word => word.Value);

    [GeneratedRegex(@"<\w+:\d+:\d+>")]
    private static partial Regex Pattern();
}
