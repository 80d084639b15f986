using System.Text;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>Reads what one client sends, as far as that needs no document.</summary>
/// <param name="peer">Who.</param>
/// <param name="road">Reads updates.</param>
/// <param name="options">The limits.</param>
/// <param name="clients">How many Yjs clients the document has: a state vector may name those, and more within the budget.</param>
sealed class SocketReader(Peer peer, UpdateRoad road, CollaborationOptions options, Func<int> clients)
{
    // The step 2 with what the client brings from working offline; it alone may be large.
    bool _hadStep2;

    /// <summary>How long the next message may be.</summary>
    public MessageLimit Limit => _hadStep2 ? new(options.MessageLimit) : MessageLimit.BeforeStep2(options);

    /// <summary>The fresh token that the message brings; null when it is another message.</summary>
    /// <exception cref="MessageRefusedException">Malformed.</exception>
    public static string? Renewal(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new ByteReader(bytes);
            return reader.ReadVarUint() == (ulong)MessageKind.Renewal ? Encoding.UTF8.GetString(reader.ReadVarUtf8()) : null;
        }
        catch (MalformedUpdateException malformed)
        {
            throw Malformed(malformed.Message);
        }
    }

    /// <summary>The message for the room.</summary>
    /// <exception cref="MessageRefusedException">Malformed, past a limit, or of a kind that clients don't send.</exception>
    public RoomMessage Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new ByteReader(bytes);
            var kind = (MessageKind)reader.ReadVarUint();
            switch (kind)
            {
                case MessageKind.Sync:
                    return Sync(SyncMessage.Read(ref reader), bytes.Length);
                case MessageKind.Awareness:
                    return Awareness(reader.ReadVarBytes());
                case MessageKind.QueryAwareness:
                    return new RoomMessage.QueryAwareness(peer);
                case MessageKind.Auth or MessageKind.Saved or MessageKind.Event or MessageKind.Renewal:
                default:
                    throw Malformed($"Message kind {(ulong)kind} is not for the server.");
            }
        }
        catch (MalformedUpdateException malformed)
        {
            throw UpdateRoad.Refused(malformed);
        }
    }

    // What it says about others is left out: stock clients echo everybody's state.
    RoomMessage.Awareness Awareness(ReadOnlySpan<byte> bytes)
    {
        var entries = AwarenessUpdate.Read(bytes, road.Ordinary);
        return new(peer, peer.AwarenessClient is { } own ? [.. entries.Where(entry => entry.Client == own)] : entries);
    }

    RoomMessage Sync(SyncMessage message, int length)
    {
        var isFirstStep2 = message.Kind == SyncMessageKind.Step2 && !_hadStep2;
        var limit = isFirstStep2 ? options.FirstStep2Limit : options.MessageLimit;
        if (length > limit)
            throw new MessageRefusedException(new(CloseCode.TooLarge, $"A message may have {limit} bytes."));
        switch (message.Kind)
        {
            case SyncMessageKind.Step1:
                // Decoded here to refuse it before the room sees it.
                StateVector.Decode(message.Payload, road.Ordinary with { MaxClients = road.Ordinary.MaxClients + clients() });
                return new RoomMessage.Step1(peer, message.Payload.ToArray());
            case SyncMessageKind.Step2 or SyncMessageKind.Update:
                _hadStep2 |= message.Kind == SyncMessageKind.Step2;
                var decoded = road.Decode(message.Payload, isFirstStep2);
                if (decoded.HasInText(0))
                    throw Malformed("A text can't hold NUL (U+0000); leave it out.");
                var kind = isFirstStep2 ? UpdateKind.FirstStep2
                    : message.Kind == SyncMessageKind.Step2 ? UpdateKind.LaterStep2 : UpdateKind.Live;
                return new RoomMessage.Update(peer, decoded, message.Payload.ToArray(), kind);
            default:
                throw Malformed($"Sync message {message.Kind} doesn't exist.");
        }
    }

    static MessageRefusedException Malformed(string reason) => new(new(CloseCode.Malformed, reason));
}
