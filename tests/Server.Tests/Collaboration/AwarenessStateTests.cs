using System.Text.Json;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class AwarenessStateTests
{
    readonly RoomHarness _house = new();

    // A browser sends half of a pair where a name's first letter is an emoji; nobody but its sender may pay for that.
    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"user":{"a":1,"a":2}}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("""{"user":{"initial":"\ud83d","\ud83d":1}}""")]
    [InlineData("""{"user":{"name":"x"},"\u0075ser":{"name":"Ben","\u0069d":"forged"}}""")]
    [InlineData("""{"user":{},"user":7}""")]
    [InlineData("""{"user":{"agent":true,"guest":true}}""")]
    public void What_json_may_hold_is_passed_on_under_its_senders_name(string state)
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Show(state);
        using var seen = JsonDocument.Parse(ben.Seen.Single().Json!.Value);
        // The last of several members of a name is what a browser takes.
        var user = seen.RootElement.EnumerateObject().Last(member => Named(member, "user")).Value;
        string[] named = [.. user.EnumerateObject().Where(member => Named(member, "name")).Select(member => member.Value.GetString()!)];
        named.ShouldBe(["Ana"]);
        user.EnumerateObject().Last(member => Named(member, "id")).Value.GetString().ShouldBe(ana.Peer.UserId.ToString());
        user.EnumerateObject().Any(member => Named(member, "agent") || Named(member, "guest")).ShouldBeFalse();
        ana.Closing.ShouldBeNull();

        static bool Named(JsonProperty member, string name)
        {
            try
            {
                return member.NameEquals(name);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    public void An_awareness_state_that_is_no_object_sends_its_author_away(string state)
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Show(state);
        ana.Closing!.Code.ShouldBe(CloseCode.Malformed);
        (ben.Closing, ben.Seen.Count).ShouldBe((null, 0));
    }
}
