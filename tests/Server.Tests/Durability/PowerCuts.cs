using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using MDReader.TestKit;
using Microsoft.Data.Sqlite;

namespace Server.Tests.Durability;

/// <summary>A word that the server called saved when the journal was so long.</summary>
/// <param name="Document">Its number.</param>
sealed record SavedWord(int Document, string Word, long At);

/// <summary>What a number of cuts came to.</summary>
/// <param name="Demanded">Words that had been called saved before a cut, over all cuts.</param>
/// <param name="Lost">Those of them that weren't there after it.</param>
/// <param name="Doubled">Words that were there more than once.</param>
sealed record CutsCount(int Cuts, int Demanded, int Lost, int Doubled);

/// <summary>
/// Cuts the power at many moments of what a disk has recorded. What is found each time is opened by a server that knows
/// nothing of it, and has to be whole and to hold what was called saved before.
/// </summary>
sealed partial class PowerCuts(RecordedDisk disk, IReadOnlyCollection<SavedWord> saved, Seeded seeded)
{
    static readonly Unsynced[] Ways = Enum.GetValues<Unsynced>();

    readonly List<DiskRecord> _records = [.. disk.Read()];

    /// <summary>How often what was done to which file.</summary>
    public string Summary => string.Join(", ", _records.CountBy(record => (record.Act, record.File))
        .Select(done => $"{done.Key.Act} {(done.Key.File > DiskFiles.Folder ? DiskFiles.NameOf(done.Key.File) : "")} {done.Value}×"));

    /// <param name="count">How often.</param>
    /// <param name="random">When, and what reaches the disk.</param>
    /// <param name="isCommitSynced">False: the log counts as synced only before it is moved to the database, as with
    /// <c>synchronous=NORMAL</c>, and what isn't synced is lost.</param>
    public async Task<CutsCount> Make(int count, Random random, bool isCommitSynced = true)
    {
        var result = new CutsCount(0, 0, 0, 0);
        var model = new CutDisk(disk.Start, random);
        var moments = Moments(count, random);
        for (var done = 0; done < _records.Count; done++)
        {
            if (isCommitSynced || !IsCommit(done))
                model.Do(_records[done]);
            if (!moments.Contains(done))
                continue;
            var way = isCommitSynced ? Ways[result.Cuts % Ways.Length] : Unsynced.Lost;
            var found = Directory.CreateTempSubdirectory("mdreader-cut-");
            try
            {
                model.Cut(way, found);
                var texts = await Open(found, $"cut after record {done} of {_records.Count}, unsynced {way}");
                var demanded = saved.Where(word => word.At <= _records[done].End).ToList();
                result = new(result.Cuts + 1, result.Demanded + demanded.Count,
                    result.Lost + demanded.Count(word => !texts[word.Document].ContainsKey(word.Word)),
                    result.Doubled + texts.Sum(text => text.Count(word => word.Value > 1)));
            }
            finally
            {
                found.Delete(recursive: true);
            }
        }
        return result;
    }

    // Half of them at any time, half of them just when somebody is told, where a promise is hardest to keep.
    HashSet<int> Moments(int count, Random random)
    {
        var told = saved.Select(word => word.At).Order().ToList();
        var moments = new HashSet<int> { _records.Count - 1 };
        while (moments.Count < Math.Min(count, _records.Count))
            moments.Add(moments.Count % 2 == 0
                ? random.Next(_records.Count)
                : Math.Min(_records.Count - 1, _records.FindIndex(record => record.End >= told[random.Next(told.Count)])));
        return moments;
    }

    bool IsCommit(int record) => _records[record] is { Act: DiskAct.Synced, File: DiskFiles.Log }
        && (record + 1 == _records.Count || _records[record + 1].File != DiskFiles.Database);

    // Gives each document's words with how often each is there.
    async Task<List<Dictionary<string, int>>> Open(DirectoryInfo found, string what)
    {
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(found.FullName, "mdreader.db")};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var check = connection.CreateCommand();
            check.CommandText = "pragma integrity_check";
            (await check.ExecuteScalarAsync()).ShouldBe("ok", what);
        }
        await using var server = await RunningServer.Start(("MDReader:Data", found.FullName));
        using var http = server.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", seeded.Users[0].Token);
        var texts = new List<Dictionary<string, int>>();
        foreach (var document in seeded.Documents)
        {
            var read = await http.Ask("GET", $"/api/v1/documents/{document}/content");
            read.Status.ShouldBe(HttpStatusCode.OK, what);
            texts.Add(Word().Matches(read.Text).CountBy(match => match.Value).ToDictionary());
        }
        return texts;
    }

    [GeneratedRegex(@"<\d+:\d+>")]
    private static partial Regex Word();
}
