using MDReader.Crdt;

namespace MDReader.Load;

/// <summary>A document typed here and there, so that it has as many blocks as one that people wrote.</summary>
static class LargeText
{
    public const int PlacesPerPart = 1_000;

    /// <summary>Updates that fit into frames of any size, each of <see cref="PlacesPerPart"/> places.</summary>
    public static IEnumerable<byte[]> Parts(int places)
    {
        var random = new Random(11);
        var doc = new Doc(new() { ClientId = 77 });
        byte[] update = [];
        doc.Updated += made => update = made.Update;
        var text = doc.GetText("content");
        for (var place = 0; place < places; place += PlacesPerPart)
        {
            doc.Transact(_ =>
            {
                for (var i = 0; i < PlacesPerPart; i++)
                {
                    text.Insert(random.Next(text.Length + 1), "word ");
                    if (random.Next(3) == 0)
                        text.Delete(random.Next(text.Length - 4), 4);
                }
            });
            yield return update;
        }
    }
}
