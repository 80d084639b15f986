using System.Text.Json;

namespace MDReader.Crdt.Protocol;

/// <summary>Which clients came, said something and left.</summary>
/// <param name="Added">They weren't known, or not present.</param>
/// <param name="Updated">Their state was set anew.</param>
/// <param name="Removed">They aren't here any more.</param>
/// <param name="Origin">What was passed in with it; null where one did it oneself.</param>
public sealed record AwarenessChange(
    IReadOnlyList<ulong> Added, IReadOnlyList<ulong> Updated, IReadOnlyList<ulong> Removed, object? Origin)
{
    /// <summary>The origin where clients were removed because they fell silent.</summary>
    public static object Timeout { get; } = "timeout";
}

/// <summary>Gathers what one message changed.</summary>
sealed class AwarenessNews(object? origin)
{
    readonly List<ulong> _added = [];
    readonly List<ulong> _updated = [];
    readonly List<ulong> _different = [];

    public List<ulong> Removed { get; } = [];

    public void Add(ulong client, ReadOnlyMemory<byte> json, ReadOnlyMemory<byte>? before, bool isNew)
    {
        if (isNew)
        {
            _added.Add(client);
            return;
        }

        _updated.Add(client);
        if (before is not { } known || !AreEqual(json, known))
            _different.Add(client);
    }

    /// <summary>What is different now; null when all is as before.</summary>
    public AwarenessChange? Change() => Of(_different);

    /// <summary>What was said, the same again included; null when nothing was.</summary>
    public AwarenessChange? Update() => Of(_updated);

    AwarenessChange? Of(List<ulong> updated) =>
        _added.Count + updated.Count + Removed.Count == 0 ? null : new(_added, updated, Removed, origin);

    static bool AreEqual(ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b)
    {
        if (a.Span.SequenceEqual(b.Span))
            return true;
        using var first = JsonDocument.Parse(a);
        using var second = JsonDocument.Parse(b);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}
