using System.Buffers.Binary;
using System.Text.Json;
using MDReader.Crdt.Positions;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// An agent that does something in a document without having it open. For some seconds after each act it is seen there as
/// people are: among those who are here, and with a cursor.
/// </summary>
/// <param name="By">In whose name it works, and by which token.</param>
/// <param name="Role">What they may do in the document.</param>
/// <param name="Name">What its token is called; empty where it came by a session.</param>
sealed record AgentAtWork(Caller By, Guid WorkspaceId, Role Role, string Name)
{
    /// <summary>The Yjs client as which its cursor is shown. It is the same on every process, so that wherever it is sent to
    /// next, it has one cursor; nobody ever writes as it.</summary>
    public ulong Client =>
        // The end of an id is chance.
        Math.Max(1, BinaryPrimitives.ReadUInt32LittleEndian(By.CredentialId.ToByteArray().AsSpan(12)));

    /// <summary>When it acted, in hundredths of a second: later acts have higher clocks, on whichever process.</summary>
    public ulong Clock { get; init; }

    public PresentPerson Person => new(By.UserId, By.Name, Role, Sockets: 0, Guest: false, Name);

    /// <summary>Its awareness state, in the form of people's.</summary>
    /// <param name="place">Null where there is nothing to point at.</param>
    public byte[] State(CursorPlace? place)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("user");
            json.WriteString("id", By.UserId.ToString());
            json.WriteString("name", By.Name);
            json.WriteString("agent", Name);
            json.WriteEndObject();
            if (place is var (anchor, head))
            {
                json.WriteStartObject("cursor");
                json.WritePropertyName("anchor");
                anchor.WriteJson(json);
                json.WritePropertyName("head");
                head.WriteJson(json);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}

/// <summary>A cursor, or from anchor to head a selection.</summary>
sealed record CursorPlace(RelativePosition Anchor, RelativePosition Head)
{
    public static CursorPlace At(RelativePosition position) => new(position, position);

    /// <param name="start">Yjs's binary form in base64, as anchors are given out.</param>
    /// <param name="end">As <paramref name="start"/>.</param>
    public static CursorPlace Between(string start, string end) => new(Read(start), Read(end));

    static RelativePosition Read(string base64) =>
        RelativePosition.Decode(Convert.FromBase64String(base64), MDReader.Crdt.Encoding.Budget.Default);
}
