using MDReader.Server.Embedded;
using MDReader.Server.Platform;
using MDReader.TestKit;

namespace Server.Tests.Platform;

public sealed class RateLimiterTests
{
    static readonly RateLimit ThreeAMinute = new("test", 3, TimeSpan.FromMinutes(1));

    readonly ManualTime _time = new();

    [Fact]
    public async Task The_fourth_of_three_is_refused_until_the_window_ends()
    {
        var limiter = new RateLimiter(_time, new LocalRelay());
        for (var remaining = 2; remaining >= 0; remaining--)
        {
            (await limiter.Take(ThreeAMinute, "ada")).ShouldBe(
                new RateVerdict(ThreeAMinute, Allowed: true, remaining, TimeSpan.FromMinutes(1)));
        }

        _time.Advance(TimeSpan.FromSeconds(59));
        (await limiter.Take(ThreeAMinute, "ada")).ShouldBe(
            new RateVerdict(ThreeAMinute, Allowed: false, 0, TimeSpan.FromSeconds(1)));

        _time.Advance(TimeSpan.FromSeconds(1));
        (await limiter.Take(ThreeAMinute, "ada")).Allowed.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_key_and_each_limit_counts_for_itself()
    {
        var limiter = new RateLimiter(_time, new LocalRelay());
        for (var i = 0; i < 3; i++)
        {
            await limiter.Take(ThreeAMinute, "ada");
        }

        (await limiter.Take(ThreeAMinute, "bob")).Allowed.ShouldBeTrue();
        (await limiter.Take(new RateLimit("other", 3, TimeSpan.FromMinutes(1)), "ada")).Allowed.ShouldBeTrue();
        (await limiter.Take(ThreeAMinute, "ada")).Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_given_back_may_be_taken_again()
    {
        var limiter = new RateLimiter(_time, new LocalRelay());
        for (var i = 0; i < 10; i++)
        {
            (await limiter.Take(ThreeAMinute, "ada")).Allowed.ShouldBeTrue();
            await limiter.GiveBack(ThreeAMinute, "ada");
        }
    }
}
