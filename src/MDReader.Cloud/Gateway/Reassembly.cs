using System.Diagnostics.CodeAnalysis;

namespace MDReader.Cloud.Gateway;

/// <summary>Makes one side's messages of their parts and gives them in their order, however the parts come.</summary>
/// <param name="limit">Bytes that may wait for what belongs before them.</param>
sealed class Reassembly(int limit)
{
    // Of all messages that wait, those that haven't come yet included.
    const int MostParts = 4096;

    readonly Dictionary<long, byte[]?[]> _messages = [];
    long _next;
    int _bytes;
    int _parts;

    /// <summary>Whether something waits for what belongs before it.</summary>
    public bool IsWaiting => _messages.Count > 0;

    /// <summary>Takes a part in; one that came before counts for nothing.</summary>
    /// <returns>Whether it is what was waited for: a part of the message whose turn it is.</returns>
    /// <exception cref="FormatException">It contradicts another part, or too much waits.</exception>
    public bool Add(Part part)
    {
        if (part.Message < _next)
            return false;
        if (!_messages.TryGetValue(part.Message, out var parts))
        {
            if (part.Parts > MostParts - _parts)
                throw new FormatException($"Only {MostParts} parts may wait for what comes before them.");
            _parts += part.Parts;
            _messages.Add(part.Message, parts = new byte[]?[part.Parts]);
        }
        if (parts.Length != part.Parts)
            throw new FormatException($"Message {part.Message} has {parts.Length} parts, not {part.Parts}.");
        if (parts[part.Index] is not null)
            return false;
        if (part.Bytes.Length > limit - _bytes)
            throw new FormatException($"Only {limit} bytes may wait for what comes before them.");
        _bytes += part.Bytes.Length;
        parts[part.Index] = part.Bytes;
        return part.Message == _next;
    }

    /// <summary>The next message, once it is whole.</summary>
    public bool TryTake([NotNullWhen(true)] out byte[]? message)
    {
        message = null;
        if (!_messages.TryGetValue(_next, out var parts) || parts.Contains(null))
            return false;
        _messages.Remove(_next++);
        _parts -= parts.Length;
        message = [.. parts.SelectMany(part => part!)];
        _bytes -= message.Length;
        return true;
    }
}
