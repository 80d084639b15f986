using System.Collections.Concurrent;

namespace MDReader.Server.Collaboration;

/// <summary>The rooms of this process: one for each document that somebody uses now.</summary>
sealed class Rooms : BackgroundService, IHostedLifecycleService
{
    // Each writes a snapshot on a connection of its own.
    const int ClosedAtOnce = 32;
    static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    // The task of opening is kept, not its result: many may ask for the same room at once, and one loads it.
    readonly ConcurrentDictionary<Guid, Lazy<Task<RoomLoop?>>> _rooms = [];
    readonly CancellationTokenSource _stopping = new();
    readonly RoomSetting _setting;
    readonly House _house;
    bool _isDraining;

    public Rooms(RoomSetting setting, ILogger<Rooms> logger)
    {
        (_setting, _house) = (setting, new(Closed, logger, _stopping.Token));
    }

    /// <summary>
    /// Puts a message into the document's room, opening it if need be; null when there is no such document. What is asked
    /// over REST is answered with everything that was committed before it was asked, on whichever process.
    /// </summary>
    async Task<RoomLoop?> Request(Guid document, RoomMessage message, CancellationToken cancellation)
    {
        if (_rooms.ContainsKey(document) && await _setting.Log.Latest(document) is { } latest && await IfOpen(document) is { } room)
            await room.Send(new RoomMessage.Elsewhere(latest), cancellation);
        return await Send(document, message, cancellation);
    }

    /// <summary>Puts a message into the document's room, opening it if need be; null when there is no such document.</summary>
    public async Task<RoomLoop?> Send(Guid document, RoomMessage message, CancellationToken cancellation)
    {
        while (await OpenRoom(document) is { } room)
        {
            if (await room.Send(message, cancellation))
                return room;
            await room.Completion;
        }
        return null;
    }

    /// <summary>Puts a message into the document's room if it has one, and there is space.</summary>
    public void Hint(Guid document, RoomMessage message)
    {
        if (_rooms.TryGetValue(document, out var opening))
            _ = Hint(opening, message);
    }

    /// <summary>The committed text; null when there is no such document.</summary>
    public Task<Content?> Read(Guid document, CancellationToken cancellation) =>
        Ask(document, answer => new RoomMessage.Read(answer), Committed, cancellation);

    /// <summary>What somebody sees who looks at the committed document; null when there is no such document.</summary>
    /// <param name="look">Called between two turns; may fail, which fails the caller and not the room.</param>
    public Task<T?> Look<T>(Guid document, Func<OpenedDocument, T> look, CancellationToken cancellation)
        where T : class =>
        Ask<T>(document, answer => new RoomMessage.Look(opened =>
        {
            try
            {
                answer.TrySetResult(look(opened));
            }
            catch (Exception failure)
            {
                answer.TrySetException(failure);
            }
        }), look, cancellation);

    async Task<T?> Ask<T>(
        Guid document, Func<TaskCompletionSource<T>, RoomMessage> ask, Func<OpenedDocument, T> look, CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (await Request(document, ask(answer), cancellation) is not { } room)
                return null;
            // While the log can't be written the room goes on trying, and what is committed can be read without it.
            if (!await AnsweredInTime(answer.Task, room, cancellation))
                return await _setting.Log.Open(document) is { } opened ? look(opened) : null;
            if (answer.Task.IsCompleted)
                return await answer.Task;
            // A room that failed answers nothing; its successor will.
        }
    }

    /// <summary>False when patience ended first.</summary>
    async Task<bool> AnsweredInTime(Task answer, RoomLoop room, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAny(answer, room.Completion).WaitAsync(_setting.Options.WritePatience, _setting.Time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    static Content Committed(OpenedDocument opened) => new(opened.Format.FileOf(opened.Text), opened.Epoch, opened.Seq);

    /// <summary>The committed text, without opening a room for it; null when there is no such document.</summary>
    public async Task<Content?> Peek(Guid document, CancellationToken cancellation)
    {
        if (_rooms.ContainsKey(document))
            return await Read(document, cancellation);
        return await _setting.Log.Open(document) is { } opened ? Committed(opened) : null;
    }

    /// <summary>Writes the text; null when the room failed and what became of the write isn't known.</summary>
    public async Task<WriteOutcome?> Write(Guid document, ContentWrite request, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = new TaskCompletionSource<WriteOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (await Request(document, new RoomMessage.Write(request, answer), cancellation) is not { } room)
                return new WriteOutcome.NotThere();
            // While the log can't be written the room goes on trying; whoever asked by HTTP is told that it isn't saved yet.
            await AnsweredInTime(answer.Task, room, cancellation);
            if (!answer.Task.IsCompletedSuccessfully)
                return null;
            if (await answer.Task is not WriteOutcome.NotTaken)
                return await answer.Task;
        }
    }

    /// <summary>The documents that have a room now.</summary>
    public IReadOnlyList<Guid> Documents => [.. _rooms.Keys];

    /// <summary>Tells the document's sockets of an event, if anybody has it open.</summary>
    public void Tell(Guid document, byte[] json)
    {
        if (_rooms.TryGetValue(document, out var opening))
            _ = Send(opening, new RoomMessage.Tell(json));
    }

    /// <summary>Ends sockets of one document, if anybody has it open.</summary>
    public void SendAway(Guid document, Func<Peer, bool> whom, Closing closing)
    {
        if (_rooms.TryGetValue(document, out var opening))
            _ = Send(opening, new RoomMessage.SendAway(whom, closing));
    }

    /// <summary>Ends sockets wherever they are.</summary>
    public void SendAway(Func<Peer, bool> whom, Closing closing)
    {
        foreach (var opening in _rooms.Values)
            _ = Send(opening, new RoomMessage.SendAway(whom, closing));
    }

    /// <summary>Whether the process ends, and whoever comes is sent elsewhere.</summary>
    public bool IsDraining => Volatile.Read(ref _isDraining);

    /// <summary>What everybody is told then.</summary>
    public static Closing Restarts { get; } = new(CloseCode.Restarting, "The server restarts; connect again.");

    /// <summary>The process ends: everybody is told to reconnect elsewhere, and what they sent is committed first.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isDraining, true);
        // One that is stuck keeps the word from no other.
        await Task.WhenAll(_rooms.Values.Select(opening => Send(opening, new RoomMessage.SendAway(_ => true, Restarts))))
            .WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends when every room has committed what it had taken in, or when the time for that is over.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var giveUp = cancellationToken.Register(_stopping.Cancel);
        try
        {
            await Parallel.ForEachAsync(
                _rooms.Values,
                new ParallelOptions { MaxDegreeOfParallelism = ClosedAtOnce, CancellationToken = cancellationToken },
                async (opening, late) =>
                {
                    if (await Opened(opening).WaitAsync(late) is not { } room)
                        return;
                    room.Close();
                    await room.Completion.WaitAsync(late);
                });
        }
        catch (OperationCanceledException)
        {
            // What a room hadn't committed by now was never called saved.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepEvery, _setting.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var opening in _rooms.Values)
                if (opening is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && await opening.Value is { } room)
                    room.Hint(RoomMessage.Sweep.Instance);
    }

    async Task<RoomLoop?> IfOpen(Guid document) =>
        _rooms.TryGetValue(document, out var opening) ? await opening.Value : null;

    static async Task Hint(Lazy<Task<RoomLoop?>> opening, RoomMessage message)
    {
        if (opening is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && await opening.Value is { } room)
            room.Hint(message);
    }

    async Task<RoomLoop?> OpenRoom(Guid document)
    {
        var opening = _rooms.GetOrAdd(document, _ => new(() => Load(document)));
        try
        {
            if (await opening.Value is { } room)
                return room;
        }
        catch
        {
            _rooms.TryRemove(new(document, opening));
            throw;
        }
        _rooms.TryRemove(new(document, opening));
        return null;
    }

    async Task<RoomLoop?> Load(Guid document) =>
        await _setting.Log.Open(document) is { } opened ? new RoomLoop(document, opened, _setting, _house) : null;

    static async Task Send(Lazy<Task<RoomLoop?>> opening, RoomMessage message)
    {
        if (await Opened(opening) is { } room)
            await room.Send(message, CancellationToken.None);
    }

    // Whoever wanted the room opened is told where that failed; everybody else finds none.
    static async Task<RoomLoop?> Opened(Lazy<Task<RoomLoop?>> opening)
    {
        await ((Task)opening.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return opening.Value.IsCompletedSuccessfully ? await opening.Value : null;
    }

    async Task Closed(RoomLoop room)
    {
        if (_rooms.TryGetValue(room.Document, out var opening) && await Opened(opening) == room)
            _rooms.TryRemove(new(room.Document, opening));
    }
}
