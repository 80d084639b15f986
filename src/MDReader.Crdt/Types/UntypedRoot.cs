using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>A root that updates have filled and nobody has used yet: what it is, its first use decides.</summary>
sealed class UntypedRoot : AbstractType
{
    internal UntypedRoot(Doc doc, SharedType type) : base(doc, type)
    {
    }

    public override Value ToJson() => new Value.Undefined();
}
