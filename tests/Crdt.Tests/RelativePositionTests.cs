using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;

namespace Crdt.Tests;

public class RelativePositionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_position_stays_with_its_character_while_others_write(int assoc)
    {
        var text = Open().GetText("content");
        text.Insert(0, "one two three");
        var position = RelativePosition.At(text, 4, assoc);

        text.Insert(0, "zero ");
        text.Insert(text.Length, " four");

        position.IndexIn(text).ShouldBe(9);
        text.Insert(9, "!");
        position.IndexIn(text).ShouldBe(assoc < 0 ? 9 : 10);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, -1)]
    [InlineData(3, -1)]
    public void Every_index_survives_both_encodings(int index, int assoc)
    {
        var text = Open().GetText("content");
        text.Insert(0, "abc");
        var position = RelativePosition.At(text, index, assoc);

        RelativePosition.Decode(position.Encode(), Budget.Default).IndexIn(text).ShouldBe(index);
    }

    [Fact]
    public void A_position_whose_character_is_deleted_is_where_that_stood()
    {
        var text = Open().GetText("content");
        text.Insert(0, "abcdef");
        var position = RelativePosition.At(text, 3);

        text.Delete(1, 4);

        position.IndexIn(text).ShouldBe(1);
    }

    [Fact]
    public void A_position_in_what_hasnt_arrived_is_nowhere()
    {
        var text = Open().GetText("content");
        text.Insert(0, "abc");

        new RelativePosition(null, "content", new Id(77, 0), 0).IndexIn(text).ShouldBeNull();
        new RelativePosition(null, "content", new Id(1, 3), 0).IndexIn(text).ShouldBeNull();
        new RelativePosition(null, "other", null, 0).IndexIn(text).ShouldBeNull();
    }

    static Doc Open() => new(new() { ClientId = 1 });
}
