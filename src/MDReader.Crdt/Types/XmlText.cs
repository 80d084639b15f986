using System.Text;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>A text within XML. Its formats are written as elements around it.</summary>
public sealed class XmlText : Text
{
    internal XmlText(Doc doc, SharedType type) : base(doc, type)
    {
    }

    /// <inheritdoc cref="XmlElement.NextSibling"/>
    public AbstractType? NextSibling => Siblings.Next(this);

    /// <inheritdoc cref="XmlElement.PreviousSibling"/>
    public AbstractType? PreviousSibling => Siblings.Previous(this);

    /// <summary>As yjs writes it, which escapes nothing: never put it into a page as it is.</summary>
    public override string ToString()
    {
        var xml = new StringBuilder();
        foreach (var operation in ToDelta())
        {
            var (inserted, formats) = operation switch
            {
                DeltaOp.InsertText(var text, var attributes) => (text, attributes),
                DeltaOp.InsertEmbed(var value, var attributes) => (JavaScriptText.Of(value), attributes),
                _ => throw new InvalidOperationException("What a text holds is insertions only."),
            };
            var names = formats is null ? [] : formats.OrderBy(format => format.Key, StringComparer.Ordinal).ToArray();
            foreach (var (name, value) in names)
            {
                xml.Append('<').Append(name);
                foreach (var (key, attribute) in JavaScriptText.MembersOf(value))
                    xml.Append(' ').Append(key).Append("=\"").Append(JavaScriptText.Of(attribute)).Append('"');
                xml.Append('>');
            }

            xml.Append(inserted);
            for (var i = names.Length - 1; i >= 0; i--)
                xml.Append("</").Append(names[i].Key).Append('>');
        }

        return xml.ToString();
    }
}
