using MDReader.Server.Collaboration;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>A state that is kept in the place of the edits that led to it.</summary>
public sealed class SnapshotTests(SharedServer shared) : IAsyncLifetime
{
    TestPerson _ana = null!;
    Guid _document;

    public async ValueTask InitializeAsync()
    {
        _ana = await shared.Server.SignUp("Ana");
        var document = await _ana.MakeDocument(await _ana.MakeWorkspace());
        await _ana.Put(document, "one"u8.ToArray(), ifMatch: "*");
        _document = Guid.Parse(document.Split('/')[^1]);
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_snapshot_takes_the_place_of_the_rows_before_it()
    {
        var log = shared.Server.Services.GetRequiredService<UpdateLog>();
        var opened = (await log.Open(_document))!;
        opened.SinceSnapshot.Rows.ShouldBe(1);
        await log.TakeSnapshot(_document, (opened.Epoch, opened.Seq), opened.Doc.EncodeStateAsUpdate(), opened.Format);

        var again = (await log.Open(_document))!;
        (again.SinceSnapshot.Rows, again.Seq, again.Text.ToString()).ShouldBe((0, 1, "one"));
        (await log.Tail(_document, after: 0)).Edits.Count.ShouldBe(1);
    }

    // Half a megabyte in and out again is a long log of few rows.
    [Fact]
    public void A_log_is_long_in_rows_or_in_bytes()
    {
        var limit = new LogLength(500, 8_000_000);
        new LogLength(499, 7_999_999).Reaches(limit).ShouldBeFalse();
        new LogLength(500, 0).Reaches(limit).ShouldBeTrue();
        new LogLength(16, 8_000_000).Reaches(limit).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_room_has_written_is_as_long_as_what_opening_it_reads()
    {
        var log = shared.Server.Services.GetRequiredService<UpdateLog>();
        await _ana.Put($"/documents/{_document}", "one, two"u8.ToArray(), ifMatch: "*");
        var inRoom = await shared.Server.Services.GetRequiredService<Rooms>()
            .Look(_document, opened => opened, CancellationToken.None);
        inRoom!.SinceSnapshot.ShouldBe((await log.Open(_document))!.SinceSnapshot);
    }

    // A process may have had the document open while it was replaced under it.
    [Fact]
    public async Task A_snapshot_of_another_epoch_takes_nobodys_place()
    {
        var log = shared.Server.Services.GetRequiredService<UpdateLog>();
        var other = OpenedDocument.Empty(epoch: 2, clientId: 7);
        other.Text.Insert(0, "another");
        await log.TakeSnapshot(_document, (2, 1), other.Doc.EncodeStateAsUpdate(), other.Format);

        var opened = (await log.Open(_document))!;
        (opened.SinceSnapshot.Rows, opened.Text.ToString()).ShouldBe((1, "one"));
    }
}
