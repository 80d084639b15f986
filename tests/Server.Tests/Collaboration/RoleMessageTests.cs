using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>
/// Every role, of people and of guests, sends every kind of message: who may only read changes nothing, in the log or for
/// others.
/// </summary>
public sealed class RoleMessageTests(SharedServer shared, Cast cast) : IClassFixture<Cast>
{
    const int Stays = 0;

    static readonly Dictionary<string, (Func<Doc, byte[]> Message, int ForReaders, int ForWriters)> Messages = new()
    {
        ["step 1"] = (held => Sync(SyncMessageKind.Step1, held.StateVector.Encode()), Stays, Stays),
        ["step 2 that brings nothing"] = (_ => Sync(SyncMessageKind.Step2, [0, 0]), Stays, Stays),
        ["step 2 with what is held"] = (held => Sync(SyncMessageKind.Step2, held.EncodeStateAsUpdate()), Stays, Stays),
        ["step 2 with news"] = (held => Sync(SyncMessageKind.Step2, Inserts(held)), 4403, Stays),
        ["update with what is held"] = (held => Sync(SyncMessageKind.Update, held.EncodeStateAsUpdate()), Stays, Stays),
        ["update with news"] = (held => Sync(SyncMessageKind.Update, Inserts(held)), 4403, Stays),
        ["update with a deletion"] = (held => Sync(SyncMessageKind.Update, Deletes(held)), 4403, Stays),
        ["update that stands on what is missing"] = (_ => Sync(SyncMessageKind.Update, Dangling()), 4403, Stays),
        ["sync of an unknown kind"] = (_ => [0, 3, 0], 4400, 4400),
        ["awareness of its own"] = (_ => Awareness(77, "{}"), Stays, Stays),
        ["awareness of nobody"] = (_ => [1, 1, 0], Stays, Stays),
        ["awareness that is no JSON"] = (_ => Awareness(77, "{"), 4400, 4400),
        ["authentication"] = (_ => [2, 0, 0], 4400, 4400),
        ["query awareness"] = (_ => [3], Stays, Stays),
        ["an acknowledgement"] = (_ => [100, 1, 1, 9], 4400, 4400),
        ["a token that is none"] = (_ => [101, 1, 97], Stays, Stays),
        ["an event"] = (_ => [102, 2, 123, 125], 4400, 4400),
        ["a kind that doesn't exist"] = (_ => [55, 0], 4400, 4400),
        ["nothing"] = (_ => [], 4400, 4400),
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var role in Cast.Roles)
            foreach (var message in Messages.Keys)
                cases.Add(role, message);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_message_does_what_its_senders_role_allows(string role, string message)
    {
        var document = await cast.MakeDocument();
        var token = await cast.Token(role, document);
        await using var witness = await Open(cast.Ana.AccessToken, document);
        await witness.Type("held");
        await witness.AllSaved();
        await using var client = await Open(token, document);
        await client.Until(opened => opened.Text == "held");

        var (make, forReaders, forWriters) = Messages[message];
        var mayWrite = Cast.MayWrite(role);
        await client.Send(make(client.Document));
        var steps = client.Steps2;
        try
        {
            await client.Send(Sync(SyncMessageKind.Step1, [0]));
        }
        catch (Exception gone) when (gone is System.Net.WebSockets.WebSocketException or OperationCanceledException)
        {
            // Its code says why.
        }
        await client.Until(after => after.Steps2 > steps);

        client.CloseCode.GetValueOrDefault().ShouldBe(mayWrite ? forWriters : forReaders);
        var text = (await cast.Ana.Http.Ask("GET", $"{document}/content")).Text;
        if (!mayWrite)
            (text, witness.Text, witness.CloseCode).ShouldBe(("held", "held", null));
        await witness.Type("on ");
        await witness.AllSaved();
        witness.Saved.ShouldBe(witness.Sent);
    }

    async Task<LiveClient> Open(string token, string document)
    {
        var client = await LiveClient.Connect(shared.Server.Address, document.Split('/')[^1], $"token={token}&ack=1");
        await client.Synced();
        return client;
    }

    static byte[] Inserts(Doc held) => Change(held, text => text.Insert(0, "news "));

    static byte[] Deletes(Doc held) => Change(held, text => text.Delete(0, 2));

    static byte[] Dangling()
    {
        var doc = new Doc(new() { ClientId = 5 });
        doc.GetText("content").Insert(0, "a");
        byte[] later = [];
        doc.Updated += change => later = change.Update;
        doc.GetText("content").Insert(1, "b");
        return later;
    }

    static byte[] Change(Doc held, Action<MDReader.Crdt.Types.Text> change)
    {
        var copy = new Doc(new() { ClientId = 88 });
        copy.ApplyUpdate(held.EncodeStateAsUpdate());
        byte[] update = [];
        copy.Updated += made => update = made.Update;
        change(copy.GetText("content"));
        return update;
    }

    static byte[] Awareness(ulong client, string json)
    {
        var states = AwarenessUpdate.Encode([new(client, 1, System.Text.Encoding.UTF8.GetBytes(json))]);
        return [1, (byte)states.Length, .. states];
    }

    static byte[] Sync(SyncMessageKind kind, byte[] payload)
    {
        var writer = new ByteWriter(payload.Length + 8);
        writer.WriteVarUint(0);
        writer.WriteVarUint((ulong)kind);
        writer.WriteVarBytes(payload);
        var message = writer.ToArray();
        writer.Dispose();
        return message;
    }
}
