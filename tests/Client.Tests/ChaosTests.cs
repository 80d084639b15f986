using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MDReader.Client;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>
/// Two people's folders and the live workspace, all edited at random while both syncs and the server are killed at random.
/// Afterwards all three are the same, and every word that was put in is there, and no document has it twice, unless it was deleted with its
/// document.
/// </summary>
public sealed partial class ChaosTests(ITestOutputHelper output)
{
    const int Documents = 6;

    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") == "1";

    static int Rounds => IsLong ? 40 : 3;

    static int Edits => IsLong ? 60 : 25;

    [Fact]
    public async Task Whatever_is_killed_all_copies_come_together_and_no_word_is_lost()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MDREADER_CHAOS_SEED"), out var given)
            ? given : Environment.TickCount & 0xffff;
        output.WriteLine($"seed {seed} (MDREADER_CHAOS_SEED)");
        await using var chaos = await Chaos.Begin(seed);
        for (var round = 0; round < Rounds; round++)
            await chaos.Round(Edits);
        await chaos.ComeTogether();
        output.WriteLine(chaos.Summary);
        chaos.Lost().ShouldBeEmpty($"seed {seed}");
        chaos.Doubled().ShouldBeEmpty($"seed {seed}");
        chaos.Written.ShouldBeGreaterThan(Rounds * Edits / 2);
    }

    sealed partial class Chaos(Random random, HostProcess host, (DirectoryInfo Data, Seeded Seeded, Guid Workspace) place)
        : IAsyncDisposable
    {
        readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mdreader-chaos-");
        readonly Dictionary<int, Process> _syncs = [];
        readonly HashSet<string> _words = [];
        readonly HashSet<string> _excused = [];
        readonly MDReaderClient _client = MDReaderClient.At(host.Address, place.Seeded.Users[2].Token);
        HostProcess _host = host;
        int _kills;
        Dictionary<string, string> _end = [];

        public int Written => _words.Count;

        public string Summary => $"{_words.Count} words, {_excused.Count} of them deleted with their documents, {_kills} kills, "
            + $"{_end.Count} documents";

        public static async Task<Chaos> Begin(int seed)
        {
            var data = Directory.CreateTempSubdirectory("mdreader-chaos-data-");
            var seeded = await HostProcess.Seed(data.FullName, users: 3, documents: Documents);
            var host = await HostProcess.Start(data.FullName);
            var first = await MDReaderClient.At(host.Address, seeded.Users[2].Token).Document(Guid.Parse(seeded.Documents[0]), default);
            return new(new Random(seed), host, (data, seeded, first.WorkspaceId));
        }

        public async Task Round(int edits)
        {
            for (var desk = 0; desk < 2; desk++)
                if (!_syncs.ContainsKey(desk))
                    Start(desk);
            for (var edit = 0; edit < edits; edit++)
            {
                await Edit();
                await Task.Delay(random.Next(60), CancellationToken.None);
            }
            await Kill();
        }

        /// <summary>Waits until both folders hold what is live.</summary>
        public async Task ComeTogether()
        {
            for (var desk = 0; desk < 2; desk++)
                if (!_syncs.ContainsKey(desk))
                    Start(desk);
            var differs = "";
            try
            {
                await Eventually.Holds(async () => (differs = await Difference()).Length == 0, "all copies to be the same");
            }
            catch (TimeoutException late)
            {
                throw new TimeoutException($"{late.Message} {differs}", late);
            }
        }

        public IEnumerable<string> Lost()
        {
            var found = Found();
            return _words.Where(word => !found.Contains(word) && !_excused.Contains(word));
        }

        /// <summary>Twice in one document; one that was deleted here and edited there may have become two.</summary>
        public IEnumerable<string> Doubled() => _end.Values
            .SelectMany(text => WordPattern().Matches(text).CountBy(word => word.Value))
            .Where(word => word.Value > 1).Select(word => $"{word.Key} × {word.Value}");

        public async ValueTask DisposeAsync()
        {
            foreach (var sync in _syncs.Values)
                await End(sync);
            await _host.DisposeAsync();
            _home.Delete(recursive: true);
            place.Data.Delete(recursive: true);
        }

        async Task Edit()
        {
            var desk = random.Next(3);
            try
            {
                await (desk == 2 ? EditLive() : EditDisk(desk));
            }
            catch (Exception failure) when (failure is IOException or HttpRequestException or ProblemException or UnauthorizedAccessException)
            {
                // The file was moved or the server was killed under the editor's hands; whoever edits tries again later.
            }
        }

        async Task EditLive()
        {
            var live = (await Live()).ToList();
            var item = live.Count == 0 ? null : live[random.Next(live.Count)];
            switch (random.Next(12))
            {
                case 0 when item is not null:
                    await _client.Rename(item.Id, $"Live {random.Next(1000)}", item.FolderId, default);
                    break;
                case 1 when item is not null:
                    await Delete(item.Id);
                    break;
                case 2:
                    await _client.CreateDocument(place.Workspace, $"Made {random.Next(1000)}", null, Guid.NewGuid(), default);
                    break;
                case 3 when item is not null:
                    var folder = await _client.CreateFolder(place.Workspace, $"Folder {random.Next(5)}", null, Guid.NewGuid(), default);
                    await _client.Rename(item.Id, item.Title!, folder.Id, default);
                    break;
                case var _ when item is not null:
                    var text = (await _client.Read(item.Id, null, default))!;
                    var word = Word(2);
                    await _client.Write(item.Id, Put(text.Bytes, word), text.Etag, Guid.NewGuid(), default);
                    _words.Add(word);
                    break;
            }
        }

        async Task EditDisk(int desk)
        {
            var files = Files(desk);
            var file = files.Count == 0 ? null : files[random.Next(files.Count)];
            switch (random.Next(15))
            {
                case 0 when file is not null:
                    File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, $"Disk {random.Next(1000)}.md"));
                    break;
                case 1 when file is not null:
                    Excuse(await File.ReadAllTextAsync(file));
                    File.Delete(file);
                    break;
                case 2:
                    var made = Word(desk);
                    Save(Path.Combine(FolderOf(desk), $"New {random.Next(1000)}.md"), Encoding.UTF8.GetBytes($"{made}\n"));
                    _words.Add(made);
                    break;
                case 3 when file is not null:
                    var folder = Directory.CreateDirectory(Path.Combine(FolderOf(desk), $"Folder {random.Next(5)}"));
                    File.Move(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
                    break;
                case 4 when file is not null:
                    var moved = Path.Combine(Path.GetDirectoryName(file)!, $"Edited {random.Next(1000)}.md");
                    var added = Word(desk);
                    File.Move(file, moved);
                    if (TrySave(moved, added))
                        _words.Add(added);
                    break;
                case var _ when file is not null:
                    var word = Word(desk);
                    if (TrySave(file, word))
                        _words.Add(word);
                    break;
            }
        }

        // An editor that looks whether the file has changed under it, as editors do, and then saves in one of two ways.
        bool TrySave(string file, string word)
        {
            var before = File.ReadAllBytes(file);
            var after = Put(before, word);
            if (random.Next(2) == 0)
            {
                if (!File.ReadAllBytes(file).AsSpan().SequenceEqual(before))
                    return false;
                Save(file, after);
                return true;
            }
            using var open = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var now = new byte[open.Length];
            open.ReadExactly(now);
            if (!now.AsSpan().SequenceEqual(before))
                return false;
            open.Position = 0;
            open.Write(after);
            return true;
        }

        static void Save(string file, byte[] bytes)
        {
            var beside = $"{file}.tmp";
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, file, overwrite: true);
        }

        // A whole line, at the end of some line.
        byte[] Put(byte[] text, string word)
        {
            var before = Encoding.UTF8.GetString(text);
            var lines = before.Split('\n').ToList();
            lines.Insert(random.Next(lines.Count), word);
            return Encoding.UTF8.GetBytes(string.Join('\n', lines));
        }

        string Word(int desk) => string.Create(CultureInfo.InvariantCulture, $"<{desk}:{_words.Count}:{random.Next(1_000_000)}>");

        // What goes with its document was not lost. What others put in at the same time may go with it, or come back.
        async Task Delete(Guid id)
        {
            var text = (await _client.Read(id, null, default))!;
            Excuse(Encoding.UTF8.GetString(text.Bytes));
            foreach (var desk in (int[])[0, 1])
                foreach (var file in Files(desk))
                    Excuse(await File.ReadAllTextAsync(file), onlyWith: text.Bytes);
            await _client.Delete(id, default);
        }

        void Excuse(string text, byte[]? onlyWith = null)
        {
            if (onlyWith is null || WordPattern().Matches(Encoding.UTF8.GetString(onlyWith)).Any(word => text.Contains(word.Value, StringComparison.Ordinal)))
                foreach (Match word in WordPattern().Matches(text))
                    _excused.Add(word.Value);
        }

        async Task Kill()
        {
            _kills++;
            if (random.Next(4) == 0)
            {
                var port = _host.Address.Port;
                await _host.Kill();
                await _host.DisposeAsync();
                _host = await HostProcess.Start(place.Data.FullName, port);
                return;
            }
            var desk = random.Next(2);
            await End(_syncs[desk]);
            _syncs.Remove(desk);
        }

        void Start(int desk)
        {
            var start = new ProcessStartInfo("dotnet",
                [Path.Combine(AppContext.BaseDirectory, "MDReader.Cli.dll"), "sync", FolderOf(desk), "--workspace", $"{place.Workspace}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["MDREADER_SERVER"] = $"{_host.Address}";
            start.Environment["MDREADER_TOKEN"] = place.Seeded.Users[desk].Token;
            var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            _syncs[desk] = process;
        }

        static async Task End(Process process)
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        string FolderOf(int desk) => Directory.CreateDirectory(Path.Combine(_home.FullName, $"desk-{desk}")).FullName;

        List<string> Files(int desk) =>
            [.. Directory.EnumerateFiles(FolderOf(desk), "*.md", SearchOption.AllDirectories)
                .Where(file => !file.Contains(".mdreader", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

        async Task<IEnumerable<FeedItem>> Live()
        {
            var snapshot = await _client.Snapshot(place.Workspace, null, default);
            return snapshot.Items.Where(item => item.Type == FeedItem.DocumentType);
        }

        async Task<string> Difference()
        {
            try
            {
                return await Compare();
            }
            catch (Exception moving) when (moving is ProblemException or HttpRequestException or IOException)
            {
                return moving.Message;
            }
        }

        // What is live, and what is on both disks, by what it says: names may be numbered apart on each.
        async Task<string> Compare()
        {
            if (_syncs.Any(sync => sync.Value.HasExited))
                return $"Sync of desk {_syncs.First(sync => sync.Value.HasExited).Key} has ended.";
            _end = [];
            foreach (var item in await Live())
                _end[$"{item.Id}"] = Encoding.UTF8.GetString((await _client.Read(item.Id, null, default))!.Bytes);
            var live = _end.Values.Order(StringComparer.Ordinal).ToList();
            for (var desk = 0; desk < 2; desk++)
            {
                var disk = Files(desk).Select(File.ReadAllText).Order(StringComparer.Ordinal).ToList();
                if (!disk.SequenceEqual(live))
                    return $"Desk {desk} has {disk.Count} files, {live.Count} documents are live; only on disk: "
                        + $"{string.Join(" | ", disk.Except(live))}; only live: {string.Join(" | ", live.Except(disk))}";
            }
            return "";
        }

        HashSet<string> Found() => [.. _end.Values.SelectMany(text => WordPattern().Matches(text)).Select(word => word.Value)];

        [GeneratedRegex(@"<\d+:\d+:\d+>")]
        private static partial Regex WordPattern();
    }
}
