using System.Text;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>A named fragment with attributes. Yjs allows any value as an attribute.</summary>
public sealed class XmlElement : XmlFragment
{
    internal XmlElement(Doc doc, SharedType type, string nodeName) : base(doc, type) => NodeName = nodeName;

    public string NodeName { get; }

    /// <summary>What stands right behind it; null at the end, and for a root.</summary>
    public AbstractType? NextSibling => Siblings.Next(this);

    /// <summary>What stands right before it; null at the beginning, and for a root.</summary>
    public AbstractType? PreviousSibling => Siblings.Previous(this);

    public IEnumerable<KeyValuePair<string, Value>> Attributes => MapEdit.All(Doc, Type);

    /// <summary>Null when it isn't there.</summary>
    public Value? GetAttribute(string name) => MapEdit.Get(Doc, Type, name);

    public void SetAttribute(string name, Value value) =>
        Edit((name, value), static (transaction, type, set) => MapEdit.Set(transaction, type, set.name, set.value));

    public void RemoveAttribute(string name) =>
        Edit(name, static (transaction, type, removed) => MapEdit.Delete(transaction, type, removed));

    /// <inheritdoc/>
    public override string ToString()
    {
        var xml = new StringBuilder();
        var name = NodeName.ToLowerInvariant();
        xml.Append('<').Append(name);
        foreach (var (key, value) in Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
            xml.Append(' ').Append(key).Append("=\"").Append(JavaScriptText.Of(value)).Append('"');
        return xml.Append('>').Append(base.ToString()).Append("</").Append(name).Append('>').ToString();
    }
}
