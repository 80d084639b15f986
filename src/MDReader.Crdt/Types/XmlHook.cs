using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>A map within XML that some program draws as it likes; it goes by a name.</summary>
public sealed class XmlHook : Map
{
    internal XmlHook(Doc doc, SharedType type, string hookName) : base(doc, type) => HookName = hookName;

    public string HookName { get; }
}
