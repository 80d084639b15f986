using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class DeparturesTests
{
    [Theory]
    [InlineData("600 300 300", "no no yes", "half of many have left, and their rooms had a look's time to close")]
    [InlineData("600 300 300 300 300", "no no yes no no", "it is told once")]
    [InlineData("600 0 0 600 0 0", "no no yes no no yes", "they came again")]
    [InlineData("600 301 301", "no no no", "too few of them have")]
    [InlineData("400 0 0", "no no no", "they were few")]
    [InlineData("600 200 500 200 200", "no no no no yes", "some came back meanwhile")]
    [InlineData("900 400 400 100 100", "no no yes no no", "what is left is few then")]
    [InlineData("4000 2000 2000 900 900", "no no yes no yes", "of who stayed, half have left")]
    public void Who_has_left_is_told(string open, string told, string because)
    {
        var departures = new Departures();
        var answers = open.Split(' ').Select(count => departures.AreOver(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)));
        string.Join(' ', answers.Select(isOver => isOver ? "yes" : "no")).ShouldBe(told, because);
    }
}
