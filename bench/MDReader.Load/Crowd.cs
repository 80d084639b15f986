using MDReader.Crdt;

namespace MDReader.Load;

/// <summary>People in documents of one server, some of whom write at a steady pace.</summary>
/// <param name="tally">Where they count.</param>
/// <param name="firstClient">The Yjs client that the first of them writes as; who comes back to a document is another one.</param>
sealed class Crowd(Tally tally, ulong firstClient = 1_000) : IDisposable
{
    // Clients of Yjs renew their cursor every 15 s; Hocuspocus cuts off who says nothing for a minute.
    static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(15);

    readonly List<LoadClient> _people = [];
    readonly List<Writer> _writers = [];
    readonly CancellationTokenSource _left = new();

    public Crowd()
        : this(new Tally())
    {
    }

    public Tally Tally => tally;

    public int Count => _people.Count;

    public int Lost => _people.Count(person => person.IsClosed);

    /// <summary>Connects so many people to each of the documents from the first on, and makes the first of them writers.</summary>
    public async Task Fill(ILoadTarget server, int documents, int people, int writers, int first = 0)
    {
        using var atOnce = new SemaphoreSlim(32);
        var clients = Enumerable.Range(0, documents)
            .SelectMany(document => Enumerable.Range(0, people)
                .Select(person => (Client: new LoadClient(server, server.Documents[first + document], tally), document, person)))
            .ToList();
        _people.AddRange(clients.Select(entry => entry.Client));
        await Task.WhenAll(clients.Select(async entry =>
        {
            await atOnce.WaitAsync();
            try
            {
                await entry.Client.Connect(entry.document * people + entry.person);
                await entry.Client.Synced.WaitAsync(TimeSpan.FromSeconds(60));
            }
            finally
            {
                atOnce.Release();
            }
        }));
        _ = StayHere([.. clients.Select(entry => entry.Client)]);
        // Nobody else writes as the same client: the second's edits would be known already.
        var next = firstClient + (ulong)_writers.Count;
        _writers.AddRange(clients.Where(entry => entry.person < writers)
            .Select((entry, number) => new Writer(entry.Client, next + (ulong)number)));
    }

    /// <summary>Everybody who writes types and moves the cursor so many times a second, out of step with each other.</summary>
    public Task Write(double editsPerSecond, double cursorsPerSecond, CancellationToken until)
    {
        var random = new Random(7);
        return Task.WhenAll(_writers.SelectMany(writer => new[]
        {
            Pace(editsPerSecond, random.NextDouble(), writer.Type, until),
            Pace(cursorsPerSecond, random.NextDouble(), writer.MoveCursor, until),
        }));
    }

    /// <summary>Everybody who writes types again as soon as the last of their document's people has seen as much.</summary>
    public async Task WriteAsSeen(CancellationToken until)
    {
        var writing = _writers.GroupBy(writer => writer.Document).Select(async room =>
        {
            var unseen = new SemaphoreSlim(room.Count());
            _people.Last(person => person.Document == room.Key).Saw = count => unseen.Release(count);
            foreach (var writer in Endlessly(room))
            {
                await unseen.WaitAsync(until);
                await writer.Type();
            }
        });
        try
        {
            await Task.WhenAll(writing);
        }
        catch (OperationCanceledException)
        {
            // The time is up.
        }
    }

    /// <summary>Everybody who writes takes out again what they have typed.</summary>
    public Task TakeBack() => Task.WhenAll(_writers.Select(writer => writer.TakeBack()));

    public void Dispose()
    {
        _left.Cancel();
        _people.ForEach(person => person.Dispose());
        _left.Dispose();
    }

    static IEnumerable<Writer> Endlessly(IEnumerable<Writer> writers)
    {
        while (true)
            foreach (var writer in writers)
                yield return writer;
    }

    async Task StayHere(IReadOnlyList<LoadClient> people)
    {
        try
        {
            while (true)
                foreach (var person in people)
                {
                    await Task.Delay(BetweenSigns / people.Count, _left.Token);
                    await person.StillHere();
                }
        }
        catch (OperationCanceledException)
        {
            // They have left.
        }
    }

    static async Task Pace(double perSecond, double phase, Func<Task> act, CancellationToken until)
    {
        if (perSecond <= 0)
            return;
        var period = TimeSpan.FromSeconds(1 / perSecond);
        try
        {
            await Task.Delay(period * phase, until);
            using var timer = new PeriodicTimer(period);
            do
                await act();
            while (await timer.WaitForNextTickAsync(until));
        }
        catch (OperationCanceledException)
        {
            // The time is up.
        }
    }

    /// <summary>Types markers at the end of what it typed before, as an editor would.</summary>
    sealed class Writer
    {
        readonly LoadClient _client;
        readonly Doc _doc;
        readonly ulong _id;
        byte[] _update = [];
        int _clock;

        public Writer(LoadClient client, ulong id)
        {
            (_client, _id, _doc) = (client, id, new Doc(new() { ClientId = id }));
            _doc.Updated += made => _update = made.Update;
        }

        public string Document => _client.Document;

        public Task Type()
        {
            var text = _doc.GetText("content");
            var marker = Marker.Write();
            text.Insert(text.Length, marker);
            return _client.Edit(_update, marker);
        }

        public Task TakeBack()
        {
            var text = _doc.GetText("content");
            if (text.Length == 0)
                return Task.CompletedTask;
            text.Delete(0, text.Length);
            return _client.Edit(_update);
        }

        public Task MoveCursor()
        {
            var at = $$$"""{"type":null,"tname":"content","item":{"client":{{{_id}}},"clock":{{{_clock}}}},"assoc":0}""";
            var state = $$$"""{"user":{"name":"Person {{{_id}}}","color":"#2a6f6b"},"cursor":{"anchor":{{{at}}},"head":{{{at}}}}}""";
            return _client.Send(Messages.Cursor(_client.Dialect, _client.Document, _id, ++_clock, state));
        }
    }
}
