using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>What waits for a room, and who waits to put something there.</summary>
public sealed class InboxTests
{
    const int Large = 64 * 1024;
    const int LargeLimit = 16;

    readonly Inbox _inbox = new(limit: 100);

    [Fact]
    public async Task It_is_full_of_a_few_large_messages_and_small_ones_still_go_in()
    {
        for (var sent = 0; sent < LargeLimit; sent++)
            (await _inbox.Send(Step1(Large), CancellationToken.None)).ShouldBeTrue();
        var late = _inbox.Send(Step1(Large), CancellationToken.None);
        late.IsCompleted.ShouldBeFalse();
        (await _inbox.Send(Step1(Large - 1), CancellationToken.None)).ShouldBeTrue();
        _inbox.Count.ShouldBe(LargeLimit + 1);

        _inbox.Take().ShouldNotBeNull();
        (await late).ShouldBeTrue();
        _inbox.Count.ShouldBe(LargeLimit + 1);
    }

    [Fact]
    public async Task Who_waits_learns_that_it_was_closed()
    {
        for (var sent = 0; sent < LargeLimit; sent++)
            await _inbox.Send(Step1(Large), CancellationToken.None);
        var waiting = Enumerable.Range(0, 3).Select(_ => _inbox.Send(Step1(Large), CancellationToken.None).AsTask()).ToList();
        _inbox.Close();
        (await Task.WhenAll(waiting)).ShouldAllBe(wasTaken => !wasTaken);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nobodys_space()
    {
        for (var sent = 0; sent < LargeLimit; sent++)
            await _inbox.Send(Step1(Large), CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        var given = _inbox.Send(Step1(Large), cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await given);

        _inbox.Take().ShouldNotBeNull();
        (await _inbox.Send(Step1(Large), CancellationToken.None)).ShouldBeTrue();
    }

    // Whose it is nobody asks an inbox.
    static RoomMessage.Step1 Step1(int size) => new(null!, new byte[size]);
}
