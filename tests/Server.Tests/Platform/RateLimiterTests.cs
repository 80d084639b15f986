using MDReader.Server.Platform;
using MDReader.TestKit;

namespace Server.Tests.Platform;

public sealed class RateLimiterTests
{
    static readonly RateLimit ThreeAMinute = new("test", 3, TimeSpan.FromMinutes(1));

    readonly ManualTime _time = new();

    [Fact]
    public void The_fourth_of_three_is_refused_until_the_window_ends()
    {
        var limiter = new RateLimiter(_time);
        for (var remaining = 2; remaining >= 0; remaining--)
        {
            limiter.Take(ThreeAMinute, "ada").ShouldBe(
                new RateVerdict(ThreeAMinute, Allowed: true, remaining, TimeSpan.FromMinutes(1)));
        }

        _time.Advance(TimeSpan.FromSeconds(59));
        limiter.Take(ThreeAMinute, "ada").ShouldBe(
            new RateVerdict(ThreeAMinute, Allowed: false, 0, TimeSpan.FromSeconds(1)));

        _time.Advance(TimeSpan.FromSeconds(1));
        limiter.Take(ThreeAMinute, "ada").Allowed.ShouldBeTrue();
    }

    [Fact]
    public void Each_key_and_each_limit_counts_for_itself()
    {
        var limiter = new RateLimiter(_time);
        for (var i = 0; i < 3; i++)
        {
            limiter.Take(ThreeAMinute, "ada");
        }

        limiter.Take(ThreeAMinute, "bob").Allowed.ShouldBeTrue();
        limiter.Take(ThreeAMinute with { Name = "other" }, "ada").Allowed.ShouldBeTrue();
        limiter.Take(ThreeAMinute, "ada").Allowed.ShouldBeFalse();
    }

    [Fact]
    public void What_is_given_back_may_be_taken_again()
    {
        var limiter = new RateLimiter(_time);
        for (var i = 0; i < 10; i++)
        {
            limiter.Take(ThreeAMinute, "ada").Allowed.ShouldBeTrue();
            limiter.GiveBack(ThreeAMinute, "ada");
        }
    }
}
