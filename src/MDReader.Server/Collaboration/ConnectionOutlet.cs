namespace MDReader.Server.Collaboration;

/// <summary>A document's way to a connection that it has to itself.</summary>
class ConnectionOutlet(Connection connection, FrameReader reader) : IOutlet
{
    protected Connection Connection => connection;

    public int Waiting => connection.Waiting;

    public long Heard => reader.FramesRead;

    public void Post(ReadOnlyMemory<byte> frame) => connection.Post(frame, owner: this);

    public void Flush() => connection.Flush();

    public void Send(ReadOnlyMemory<byte> frame) => connection.Send(frame, owner: this);

    public void Mark() => connection.Keep(owner: this);

    public int DropSinceMark() => connection.Drop(owner: this);

    public void Ping()
    {
        connection.Post(Wire.Ping);
        connection.Flush();
    }

    public virtual void Close(Closing closing) => connection.Close(closing);
}

/// <summary>A document's way to a connection that it shares with others: it is closed by itself where that will do.</summary>
/// <param name="connection">To the Hocuspocus client.</param>
/// <param name="reader">Reads what that sends.</param>
/// <param name="envelope">The document's name, as the client wrote it.</param>
/// <param name="closed">Told when the document was closed.</param>
sealed class SharedOutlet(Connection connection, FrameReader reader, Envelope envelope, Action closed)
    : ConnectionOutlet(connection, reader)
{
    public override void Close(Closing closing)
    {
        closed();
        switch (closing.Code)
        {
            case CloseCode.NotPermitted or CloseCode.NotAuthenticated or CloseCode.NoSuchDocument or CloseCode.EpochChanged:
                Connection.Post(Hocuspocus.Refused(envelope));
                Connection.Post(Hocuspocus.Denied(envelope, closing.Reason));
                Connection.Post(Hocuspocus.Closed(envelope, closing.Reason));
                Connection.Flush();
                break;
            default:
                // To come back, or to be told off, the client needs a close code, and those are the socket's.
                Connection.Close(closing);
                break;
        }
    }
}
