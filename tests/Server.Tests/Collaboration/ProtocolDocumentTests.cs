using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MDReader.Crdt;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace Server.Tests.Collaboration;

/// <summary>The bytes in docs/protocol.md are those that the server writes and reads.</summary>
public sealed partial class ProtocolDocumentTests
{
    static readonly Envelope Doc = new("doc");
    static readonly byte[] Event = """{"type":"x"}"""u8.ToArray();

    static readonly Dictionary<string, byte[]> Written = new()
    {
        ["step 1 of an empty document"] = Frames.Step1(new Doc(new() { ClientId = 1 }).StateVector),
        ["step 2 that brings nothing"] = Frames.Step2([0, 0]),
        ["update: client 1 types \"Hi\""] = Frames.Update(Hi()),
        ["awareness: client 5 shows {}"] = Frames.Awareness([new(5, 1, "{}"u8.ToArray())]),
        ["awareness: client 5 has gone"] = Frames.Awareness([new(5, 2, null)]),
        ["awareness about nobody"] = Frames.Nothing,
        ["saved: epoch 1, sequence 300, 2 messages"] = Frames.Saved(1, 300, 2),
        ["event {\"type\":\"x\"}"] = Frames.Event(Event),
        ["hocuspocus: token wanted"] = Hocuspocus.AskForToken(Doc),
        ["hocuspocus: denied, because no"] = Hocuspocus.Denied(Doc, "no"),
        ["hocuspocus: authenticated, may write"] = Hocuspocus.Authenticated(Doc, mayWrite: true),
        ["hocuspocus: authenticated, may read"] = Hocuspocus.Authenticated(Doc, mayWrite: false),
        ["hocuspocus: step 1 of an empty document"] = Doc.Around(Frames.Step1(new Doc(new() { ClientId = 1 }).StateVector)),
        ["hocuspocus: one update is saved"] = Hocuspocus.Saved(Doc),
        ["hocuspocus: one update is refused"] = Hocuspocus.Refused(Doc),
        ["hocuspocus: stateless {\"type\":\"x\"}"] = Hocuspocus.Stateless(Doc, Event),
        ["hocuspocus: closed, because no"] = Hocuspocus.Closed(Doc, "no"),
        ["hocuspocus: ping"] = Hocuspocus.Ping,
    };

    static readonly Dictionary<string, Func<byte[], string>> Read = new()
    {
        ["query awareness"] = bytes => Reader().Read(bytes).GetType().Name,
        ["renewal with the token abc"] = bytes => SocketReader.Renewal(bytes) ?? "",
        ["hocuspocus: token abc of version 4.7.0"] = bytes =>
        {
            var reader = new MDReader.Crdt.Encoding.ByteReader(bytes);
            reader.ReadVarUtf8();
            reader.ReadVarUint();
            return Hocuspocus.ReadToken(ref reader);
        },
    };

    [Fact]
    public void Every_example_is_what_the_server_writes_or_understands()
    {
        var examples = Examples();
        examples.Keys.ShouldBe(Written.Keys.Concat(Read.Keys), ignoreOrder: true);
        foreach (var (name, frame) in Written)
            Convert.ToHexStringLower(Wire.Payload(frame, out _)).ShouldBe(Convert.ToHexStringLower(examples[name]), name);
        Read["query awareness"](examples["query awareness"]).ShouldBe(nameof(RoomMessage.QueryAwareness));
        Read["renewal with the token abc"](examples["renewal with the token abc"]).ShouldBe("abc");
        Read["hocuspocus: token abc of version 4.7.0"](examples["hocuspocus: token abc of version 4.7.0"]).ShouldBe("abc");
    }

    [Fact]
    public void Every_close_code_is_explained()
    {
        var document = File.ReadAllText(Document);
        foreach (var code in Enum.GetValues<CloseCode>().Where(code => code != CloseCode.InternalError))
            document.ShouldContain($"| {(int)code} |");
    }

    static Dictionary<string, byte[]> Examples() => Example().Matches(File.ReadAllText(Document)).ToDictionary(
        row => row.Groups[1].Value, row => Convert.FromHexString(row.Groups[2].Value.Replace(" ", "")));

    static byte[] Hi()
    {
        var doc = new Doc(new() { ClientId = 1 });
        doc.GetText(UpdateRoad.Root).Insert(0, "Hi");
        return doc.EncodeStateAsUpdate();
    }

    static SocketReader Reader()
    {
        var options = new CollaborationOptions();
        var caller = new Caller(Guid.Empty, "Ana", Guid.Empty, Scopes.All, DateTimeOffset.MaxValue);
        return new(new Peer(new(caller, Guid.Empty, Role.Editor, true), null!, 0), new(options), options, () => 0);
    }

    static string Document => Path.Combine(Here(), "..", "..", "..", "docs", "protocol.md");

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"^\| (.+?) \| `((?:[0-9a-f]{2} ?)+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
