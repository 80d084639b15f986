using System.Diagnostics;
using MDReader.Server.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Server.Tests.Accounts;

public sealed class PasswordTests : IDisposable
{
    readonly Passwords _passwords = new(Options.Create(new AccountsOptions()));

    public void Dispose() => _passwords.Dispose();

    [Fact]
    public async Task A_hash_is_of_one_password_and_never_the_same()
    {
        var first = await _passwords.Hash("quiet-Harbour-71", default);
        var second = await _passwords.Hash("quiet-Harbour-71", default);

        first.ShouldNotBe(second);
        (await _passwords.Matches(first, "quiet-Harbour-71", default)).ShouldBeTrue();
        (await _passwords.Matches(first, "quiet-Harbour-72", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_are_hashed_at_a_time_and_the_third_waits_its_turn()
    {
        using var slow = new SlowHasher();
        using var passwords = new Passwords(Options.Create(new AccountsOptions()), slow);
        var first = Task.Run(() => passwords.Hash("quiet-Harbour-71", default));
        var second = Task.Run(() => passwords.Matches("hash", "quiet-Harbour-71", default));
        (await slow.Begun.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue();
        (await slow.Begun.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue();

        // On this thread, which would be held up in there.
        var third = passwords.Matches(null, "quiet-Harbour-72", default);
        var fourth = passwords.Hash("quiet-Harbour-73", default);
        (third.IsCompleted, fourth.IsCompleted).ShouldBe((false, false));
        slow.Go.Release(4);
        await Task.WhenAll(first, second, third, fourth);

        slow.MostAtOnce.ShouldBe(2);
    }

    // Without the work it would take a ten-thousandth of the time: the bound is far from both.
    [Fact]
    public async Task An_unknown_account_costs_the_work_of_a_known_one()
    {
        var hash = await _passwords.Hash("quiet-Harbour-71", default);

        var known = await Time(() => _passwords.Matches(hash, "wrong", default));
        var unknown = await Time(() => _passwords.Matches(null, "wrong", default));

        unknown.ShouldBeGreaterThan(known / 20);

        static async Task<TimeSpan> Time(Func<Task<bool>> check)
        {
            var start = Stopwatch.GetTimestamp();
            (await check()).ShouldBeFalse();
            return Stopwatch.GetElapsedTime(start);
        }
    }

    /// <summary>Takes until it is told to go on; a third one at the same time is refused at once.</summary>
    sealed class SlowHasher : IPasswordHasher<User>, IDisposable
    {
        int _running;

        public SemaphoreSlim Begun { get; } = new(0);

        public SemaphoreSlim Go { get; } = new(0);

        public int MostAtOnce { get; private set; }

        public string HashPassword(User user, string password)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
            MostAtOnce.ShouldBeLessThan(3);
            Begun.Release();
            Go.Wait();
            Interlocked.Decrement(ref _running);
            return "hash";
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            HashPassword(user, providedPassword);
            return PasswordVerificationResult.Success;
        }

        public void Dispose()
        {
            Begun.Dispose();
            Go.Dispose();
        }
    }
}
