using MDReader.Crdt;
using MDReader.Crdt.Types;
using Array = MDReader.Crdt.Types.Array;

namespace Crdt.Tests;

/// <summary>What somebody might do next to a document with all shared types.</summary>
static class RandomTypeEdits
{
    // Without surrogate pairs, which yjs cuts where an edit here takes all of them.
    static readonly string[] Words = ["lorem ", "x", "漢字", "ß\n", "# ", "yz"];

    static readonly Value.Object[] Formats =
    [
        new() { ["bold"] = true }, new() { ["bold"] = Value.Nothing }, new() { ["color"] = "#f00" },
        new() { ["color"] = Value.Nothing, ["bold"] = true }, new() { ["link"] = new Value.Object { ["href"] = "x" } },
    ];

    public static AbstractType Root(Doc doc, string name) => name switch
    {
        "text" or "rich" => doc.GetText(name),
        "map" => doc.GetMap(name),
        "array" => doc.GetArray(name),
        _ => doc.GetXmlFragment(name),
    };

    public static void Edit(Random random, Doc doc, string name) => Edit(random, Root(doc, name), name == "rich", 0);

    static void Edit(Random random, AbstractType type, bool isRich, int depth)
    {
        switch (type)
        {
            case Text text:
                EditText(random, text, isRich || type is XmlText);
                break;
            case Map map:
                EditMap(random, map, depth);
                break;
            case Array array:
                EditArray(random, array, depth);
                break;
            case XmlFragment xml:
                EditXml(random, xml, depth);
                break;
        }
    }

    static void EditText(Random random, Text text, bool isRich)
    {
        var kind = random.Next(isRich ? 6 : 3);
        var at = random.Next(text.Length);
        if (text.Length == 0 || kind < 2)
            text.Insert(random.Next(text.Length + 1), Words[random.Next(Words.Length)]);
        else if (kind == 2)
            text.Delete(at, Math.Min(text.Length - at, random.Next(1, 7)));
        else if (kind == 3)
            text.Format(at, Math.Min(text.Length - at, random.Next(1, 9)), Formats[random.Next(Formats.Length)]);
        else if (kind == 4)
            text.Insert(at, Words[random.Next(Words.Length)], Formats[random.Next(Formats.Length)]);
        else
            text.InsertEmbed(at, new Value.Object { ["image"] = random.Next(9) });
    }

    static void EditMap(Random random, Map map, int depth)
    {
        var key = "abc"[random.Next(3)].ToString();
        var kind = random.Next(10);
        var nested = map.Select(entry => entry.Value).OfType<Value.Shared>().ToArray();
        if (kind < 4)
            map[key] = random.Next(100);
        else if (kind < 6)
            map.Remove(key);
        else if (kind >= 8 && nested.Length > 0)
            Edit(random, nested[random.Next(nested.Length)].Of, false, depth + 1);
        else if (depth > 2)
            map[key] = "deep";
        else
            Fill(map.Set(key, NewType(random)));
    }

    static void EditArray(Random random, Array array, int depth)
    {
        var kind = random.Next(10);
        var nested = array.OfType<Value.Shared>().ToArray();
        var at = random.Next(array.Count + 1);
        if (array.Count == 0 || kind < 4)
        {
            if (depth > 2 || random.Next(2) == 0)
                array.Insert(at, random.Next(100), "b");
            else
                Fill(array.Insert(at, NewType(random)));
        }
        else if (kind < 7)
        {
            at = random.Next(array.Count);
            array.Delete(at, Math.Min(array.Count - at, 1 + random.Next(3)));
        }
        else if (nested.Length > 0)
            Edit(random, nested[random.Next(nested.Length)].Of, false, depth + 1);
        else
            array.Add(new byte[] { 1, 2, (byte)random.Next(256) });
    }

    static void EditXml(Random random, XmlFragment xml, int depth)
    {
        var kind = random.Next(10);
        if (xml.Length == 0 || kind < 4)
        {
            var isElement = random.Next(2) == 0;
            var child = xml.Insert(random.Next(xml.Length + 1),
                isElement ? MDReader.Crdt.Types.NewType.XmlElement("p") : MDReader.Crdt.Types.NewType.XmlText);
            (child as Text)?.Insert(0, "in xml");
            return;
        }

        var at = random.Next(xml.Length);
        if (kind < 6)
            xml.Delete(at);
        else if (((Value.Shared)xml[at]).Of is XmlElement element && (depth > 2 || random.Next(2) == 0))
            element.SetAttribute("id", $"{random.Next(9)}");
        else
            Edit(random, ((Value.Shared)xml[at]).Of, false, depth + 1);
    }

    static NewType NewType(Random random) => random.Next(3) switch
    {
        0 => MDReader.Crdt.Types.NewType.Map,
        1 => MDReader.Crdt.Types.NewType.Array,
        _ => MDReader.Crdt.Types.NewType.Text,
    };

    static void Fill(AbstractType type)
    {
        if (type is Map map)
            map["a"] = 1;
        else if (type is Array array)
            array.Insert(0, 1, "two");
        else
            ((Text)type).Insert(0, "text");
    }
}
