namespace MDReader.Server.Collaboration;

/// <summary>A socket for one document: who is it, may they be here, which life of the document do they know; then messages.</summary>
sealed class DocumentSocket(OpenSocket socket, Seats seats, TimeProvider time)
{
    static readonly TimeSpan PatienceForTheFirst = TimeSpan.FromMilliseconds(250);

    public async Task Talk(string document, CancellationToken gone)
    {
        var documentId = SocketEntry.Named(document);
        var who = await seats.Admit(() => seats.Entry.Admit(socket.Context, documentId));
        await socket.Begin(MessageLimit.BeforeStep2(seats.Options), Task.Delay(PatienceForTheFirst, time, gone), gone);
        var outlet = new ConnectionOutlet(socket.Connection, socket.Reader);
        // A browser renews its token by itself; a stock client can't be asked.
        await using var seat = await seats.Take(documentId, new(who, outlet, Envelope: null, AskForToken: () => { }), time, gone);
        var throttle = seats.Throttle(time);
        while (await socket.Next(seat.Limit, gone) is { } message)
            await throttle.Take(await seat.Hear(message, isEarly: false, gone), gone);
    }
}
