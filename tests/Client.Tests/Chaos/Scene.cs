using MDReader.Client;
using MDReader.TestKit;

namespace Client.Tests.Chaos;

/// <summary>A server, and three desks that keep folders in step with it: two people's, and a reader's.</summary>
sealed class Scene : IAsyncDisposable
{
    const int Documents = 6;
    const int Reader = 2;
    static readonly string[] Names = ["ada", "ben", "reader"];

    readonly Random _random;
    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mdreader-chaos-");
    readonly DirectoryInfo _data;
    readonly LiveEditor _live;
    readonly List<DiskEditor> _desks;
    readonly List<SyncProcess> _syncs;
    HostProcess _host;
    int _kills;

    Scene(Random random, HostProcess host, DirectoryInfo data, (Seeded Seeded, Guid Workspace) place)
    {
        (_random, _host, _data, Words) = (random, host, data, new Words(random));
        _live = new(MDReaderClient.At(host.Address, place.Seeded.Users[^1].Token), place.Workspace, Words, random);
        _desks = [.. Names.Select(name => new DiskEditor(name, _home, Words, random))];
        _syncs = [.. _desks.Select((desk, index) => new SyncProcess(desk.Folder, place.Workspace, place.Seeded.Users[index].Token))];
    }

    public Words Words { get; }

    /// <summary>Of all documents, once they have come together.</summary>
    public IReadOnlyList<string> Texts { get; private set; } = [];

    public string Summary => $"{Words.Written} words, {Words.Deleted} of them deleted with their documents, {_kills} kills, "
        + $"{Texts.Count} documents";

    public static async Task<Scene> Begin(Random random)
    {
        var data = Directory.CreateTempSubdirectory("mdreader-chaos-data-");
        var seeded = await HostProcess.Seed(data.FullName, users: 4, documents: Documents);
        var host = await HostProcess.Start(data.FullName);
        var owner = MDReaderClient.At(host.Address, seeded.Users[0].Token);
        var workspace = (await owner.Documents.Get(Guid.Parse(seeded.Documents[0]))).WorkspaceId;
        await owner.Members.Put(workspace, Guid.Parse(seeded.Users[Reader].Id), Role.Viewer);
        return new(random, host, data, (seeded, workspace));
    }

    /// <summary>Some edits, and then a kill.</summary>
    public async Task Round(int edits)
    {
        _syncs.ForEach(sync => sync.Start(_host.Address));
        for (var edit = 0; edit < edits; edit++)
        {
            await Edit();
            await Task.Delay(_random.Next(60), CancellationToken.None);
        }
        await Kill();
    }

    /// <summary>Waits until all folders hold what is live.</summary>
    public async Task ComeTogether()
    {
        _syncs.ForEach(sync => sync.Start(_host.Address));
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

    /// <summary>In which documents of the trash these words stand; who has deleted those had not seen all of them.</summary>
    public async Task<IReadOnlyList<string>> InTrash(IReadOnlyList<string> words) =>
        [.. (await _live.Trash()).Select(gone => (gone.Trashed, In: words.Where(gone.Text.Contains).ToList())).Where(gone => gone.In.Count > 0)
            .Select(gone => $"{gone.Trashed} has {string.Join(' ', gone.In)}")];

    /// <summary>The texts with these words in them, and what the syncs said of late.</summary>
    public string Told(IReadOnlyList<string> words) => string.Join(
        '\n',
        Texts.Where(text => words.Any(word => text.Contains(word[..(word.IndexOf('>', StringComparison.Ordinal) + 1)], StringComparison.Ordinal)))
            .Concat(_syncs.Select(sync => $"{sync.Folder}: {sync.Said}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var sync in _syncs)
            await sync.End();
        await _host.DisposeAsync();
        _home.Delete(recursive: true);
        _data.Delete(recursive: true);
    }

    async Task Edit()
    {
        try
        {
            switch (_random.Next(10))
            {
                case 0:
                    _desks[Reader].Remove();
                    break;
                case var who when who % 3 == 0:
                    await _live.Edit();
                    break;
                case var who:
                    await _desks[who % 3 - 1].Edit();
                    break;
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or ProblemException or UnauthorizedAccessException)
        {
            // The file was moved or the server was killed under the editor's hands; whoever edits tries again later.
        }
    }

    async Task Kill()
    {
        _kills++;
        if (_random.Next(4) > 0)
        {
            await _syncs[_random.Next(_syncs.Count)].End();
            return;
        }
        var port = _host.Address.Port;
        await _host.Kill();
        await _host.DisposeAsync();
        _host = await HostProcess.Start(_data.FullName, port);
    }

    async Task<string> Difference()
    {
        if (_syncs.Find(sync => sync.HasEnded) is { } ended)
            return $"The sync of {ended.Folder} has ended: {ended.Said}";
        try
        {
            var live = await Copies.OfLive(_live);
            Texts = [.. live.Files.Select(file => file.Text)];
            return string.Join(
                '\n',
                _desks.Zip(_syncs, (desk, sync) => Copies.OfDisk(desk.Folder).Difference(live) is { } difference
                    ? $"{desk.Folder}: {difference}\nIts sync said last: {sync.Said}" : null).OfType<string>());
        }
        catch (Exception moving) when (moving is ProblemException or HttpRequestException or IOException)
        {
            return moving.Message;
        }
    }
}
