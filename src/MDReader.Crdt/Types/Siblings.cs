using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>What stands beside a type in a list.</summary>
static class Siblings
{
    public static AbstractType? Next(AbstractType type) => Nearest(type, static (in Block block) => block.Right);

    public static AbstractType? Previous(AbstractType type) => Nearest(type, static (in Block block) => block.Left);

    delegate int Neighbour(in Block block);

    static AbstractType? Nearest(AbstractType type, Neighbour next)
    {
        if (type.Type.Item == Block.None || type.IsDeleted)
            return null;
        var store = type.Doc.Store;
        var number = next(in store[type.Type.Item]);
        while (number != Block.None && store[number].Deleted)
            number = next(in store[number]);
        return number != Block.None && store[number].Kind == BlockKind.Type
            ? type.Doc.ViewOf(store.Type(store[number].Content))
            : null;
    }
}
