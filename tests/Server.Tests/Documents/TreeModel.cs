namespace Server.Tests.Documents;

/// <summary>What a workspace's places should be, in the plainest way: two dictionaries.</summary>
sealed class TreeModel
{
    const int Deepest = 16;

    public Dictionary<Guid, Place> Folders { get; } = [];

    public Dictionary<Guid, Place> Documents { get; } = [];

    public static List<Guid> Live(Dictionary<Guid, Place> places) =>
        [.. places.Where(place => !place.Value.Trashed).Select(place => place.Key)];

    public int Level(Guid? folder) => folder is { } id ? 1 + Level(Folders[id].In) : 0;

    public bool MayLieIn(Guid folder, Guid? target) =>
        !Within(target, folder) && Level(target) + Height(folder) <= Deepest;

    public void DeleteFolder(Guid folder)
    {
        var inside = Live(Folders).Where(id => Within(id, folder)).ToHashSet();
        foreach (var place in inside.Select(id => Folders[id])
            .Concat(Documents.Values.Where(document => !document.Trashed && document.In is { } at && inside.Contains(at)))
            .ToList())
        {
            (place.Trashed, place.With) = (true, folder);
        }
    }

    public void RestoreFolder(Guid folder)
    {
        var back = Folders.Where(entry => entry.Value.With == folder).Select(entry => entry.Key).Append(folder).ToList();
        foreach (var document in Documents.Values.Where(document => document.With == folder).ToList())
        {
            (document.Trashed, document.With) = (false, null);
            if (document.In is { } at)
            {
                back.Add(at);
            }
        }

        Open([.. back]);
    }

    public void RestoreDocument(Guid document)
    {
        var place = Documents[document];
        (place.Trashed, place.With) = (false, null);
        if (place.In is { } at)
        {
            Open(at);
        }
    }

    /// <summary>Every document and folder that shows, with its way from the top.</summary>
    public List<string> Shown() =>
    [
        .. Live(Folders).Select(id => $"{Way(Folders[id].In)}/{id}/"),
        .. Live(Documents).Select(id => $"{Way(Documents[id].In)}/{id}"),
    ];

    string Way(Guid? folder) => folder is { } id ? $"{Way(Folders[id].In)}/{id}" : "";

    // What would lie too deep by now goes to the top.
    void Open(params IEnumerable<Guid> places)
    {
        var opened = new List<Guid>();
        foreach (var place in places)
        {
            for (Guid? at = place; at is { } id && Folders[id].Trashed; at = Folders[id].In)
            {
                (Folders[id].Trashed, Folders[id].With) = (false, null);
                opened.Add(id);
            }
        }

        foreach (var id in opened.OrderBy(id => Level(id)).Where(id => Level(id) > Deepest))
        {
            Folders[id].In = null;
        }
    }

    bool Within(Guid? folder, Guid ancestor) => folder is { } id && (id == ancestor || Within(Folders[id].In, ancestor));

    int Height(Guid folder) => 1 + Folders.Where(entry => entry.Value.In == folder && !entry.Value.Trashed)
        .Select(entry => Height(entry.Key)).DefaultIfEmpty().Max();

    public sealed class Place
    {
        public Guid? In { get; set; }

        public bool Trashed { get; set; }

        public Guid? With { get; set; }
    }
}
