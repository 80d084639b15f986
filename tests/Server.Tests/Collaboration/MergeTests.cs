using System.Runtime.CompilerServices;
using System.Text;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>
/// Writes that were made for an earlier version, while people type where they change things: no keystroke is lost, what the
/// writer wrote stands there whole, and what points at a word that was kept points at it still.
/// </summary>
public sealed class MergeTests(ITestOutputHelper output)
{
    static int Rounds => Environment.GetEnvironmentVariable("MDREADER_LONG") == "1" ? 1000 : 120;

    [Fact]
    public async Task Nothing_is_lost_when_a_write_meets_people_who_type()
    {
        const int seed = 20260901;
        var files = Corpus();
        var (typed, written, anchors) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(seed + round);
            var meeting = new Meeting(random, files[random.Next(files.Count)]);
            await meeting.Run($"seed {seed + round}");
            (typed, written, anchors) = (typed + meeting.Typed, written + meeting.Written, anchors + meeting.Anchors);
        }
        output.WriteLine($"{Rounds} rounds: {typed} things typed, {written} words written, {anchors} anchors");
        typed.ShouldBeGreaterThan(Rounds);
        written.ShouldBeGreaterThan(Rounds);
        anchors.ShouldBeGreaterThan(Rounds);
    }

    /// <summary>One write, and two people who type before it, after it, and beside it without having seen it.</summary>
    sealed class Meeting(Random random, string text)
    {
        readonly RoomHarness _house = new();
        readonly List<string> _typed = [];
        readonly List<string> _written = [];
        readonly HashSet<int> _disturbed = [];
        int _number;

        public int Typed => _typed.Count;

        public int Written => _written.Count;

        public int Anchors { get; private set; }

        public async Task Run(string which)
        {
            var ana = _house.Visit("Ana");
            var ben = _house.Visit("Ben");
            ana.Type(text);
            ana.Send();
            _house.EndTurn();
            var earlier = new EarlierState(_house.Opened());
            var words = Words(text);
            var (body, touched) = Rewrite(words);
            var kept = words.Where(word => !touched.Contains(word.Start)
                && words.Count(other => other.Text == word.Text) == 1).ToList();
            var ids = kept.ConvertAll(word => (word, Id: earlier.State.Text.IdAt(word.Start),
                Anchor: RelativePosition.At(earlier.State.Text, word.Start)));

            // Ana's typing arrives before the write; Ben's was done before he saw it, and arrives after.
            Type(ana, touched, words);
            ana.Send();
            Type(ben, touched, words);
            var wanted = new NewText.WholeFile(MarkdownFile.Parse(Encoding.UTF8.GetBytes(body)));
            var fork = Fork.Make(earlier, wanted, wanted.ChangesOf(text).Changes, Guid.NewGuid());
            var answer = new TaskCompletionSource<WriteOutcome>();
            _house.Room.Handle(new RoomMessage.Write(new(new(Guid.NewGuid(), wanted, Guid.NewGuid()), new WriteCondition.Merge(fork)), answer));
            ben.Send();
            _house.EndTurn();

            (await answer.Task).ShouldBeOfType<WriteOutcome.Written>(which);
            var merged = _house.Opened();
            var now = merged.Text.ToString();
            (ana.Text, ben.Text).ShouldBe((now, now), which);
            foreach (var token in _typed.Concat(_written))
                Count(now, token).ShouldBe(1, $"{which}: {token}");
            foreach (var (word, id, anchor) in ids)
                if (!_disturbed.Any(at => at > word.Start && at < word.End))
                    Holds(merged, (word, id, anchor), now, which);
        }

        void Holds(OpenedDocument merged, (Word Word, Id Id, RelativePosition Anchor) kept, string now, string which)
        {
            Anchors++;
            var index = kept.Anchor.IndexIn(merged.Text).ShouldNotBeNull(which);
            merged.Text.IndexOf(kept.Id).ShouldBe(index, which);
            now.AsSpan(index).StartsWith(kept.Word.Text).ShouldBeTrue($"{which}: {kept.Word.Text} at {index}");
        }

        /// <summary>Words deleted, replaced and put in, in clusters.</summary>
        (string Body, HashSet<int> Touched) Rewrite(List<Word> words)
        {
            var body = new StringBuilder();
            var touched = new HashSet<int>();
            var (at, editing) = (0, false);
            foreach (var word in words)
            {
                body.Append(text, at, word.Start - at);
                at = word.End;
                editing = random.Next(words.Count) < (editing ? words.Count / 2 : 6);
                if (!editing)
                {
                    body.Append(word.Text);
                    continue;
                }
                switch (random.Next(3))
                {
                    case 0:
                        touched.Add(word.Start);
                        break;
                    case 1:
                        touched.Add(word.Start);
                        body.Append(New(_written, 'W'));
                        break;
                    default:
                        body.Append(word.Text).Append(' ').Append(New(_written, 'W'));
                        break;
                }
            }
            body.Append(text, at, text.Length - at);
            if (_written.Count == 0)
                body.Append(' ').Append(New(_written, 'W'));
            return (body.ToString(), touched);
        }

        void Type(Visitor who, HashSet<int> touched, List<Word> words)
        {
            var shift = new List<(int At, int Length)>();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var word = touched.Count > 0 && random.Next(3) > 0
                    ? words.Find(word => word.Start == touched.ElementAt(random.Next(touched.Count)))
                    : words[random.Next(words.Count)];
                var at = random.Next(word.Start, word.End + 1);
                if (at > 0 && at < text.Length && char.IsLowSurrogate(text[at]))
                    at++;
                _disturbed.Add(at);
                var token = New(_typed, 'K');
                var place = at + shift.Where(earlier => earlier.At <= at).Sum(earlier => earlier.Length);
                for (var i = 0; i < token.Length; i++)
                    who.Type(token[i..(i + 1)], place + i);
                shift.Add((at, token.Length));
            }
        }

        // Letters that end with a mark, so that none is the beginning of another.
        string New(List<string> tokens, char kind)
        {
            tokens.Add($"{kind}{++_number}{char.ToLowerInvariant(kind)}");
            return tokens[^1];
        }
    }

    readonly record struct Word(int Start, int End, string Text);

    static List<Word> Words(string text)
    {
        var words = new List<Word>();
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || char.IsSurrogate(text[end]) || text[end] == '_'))
                end++;
            if (end > start)
                words.Add(new(start, end, text[start..end]));
            start = end;
        }
        return words;
    }

    static int Count(string text, string token)
    {
        var count = 0;
        for (var at = text.IndexOf(token, StringComparison.Ordinal); at >= 0;
            at = text.IndexOf(token, at + 1, StringComparison.Ordinal))
            count++;
        return count;
    }

    static List<string> Corpus()
    {
        var folder = Path.Combine(Here(), "..", "markdown-corpus", "package", "dist", "docs");
        if (!Directory.Exists(folder) && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("Run tests/Server.Tests/markdown-corpus/fetch.sh first.");
        return
        [
            .. Directory.EnumerateFiles(folder, "*.md*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(file => File.ReadAllText(file).ReplaceLineEndings("\n"))
                .Where(text => text.Length is > 200 and < 30_000),
        ];
    }

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
