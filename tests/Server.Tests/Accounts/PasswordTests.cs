using System.Diagnostics;
using MDReader.Server.Accounts;
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
}
