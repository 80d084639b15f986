using MDReader.Crdt;

namespace MDReader.Server.Collaboration;

/// <summary>
/// How large a document's encoded state is at most: what it was once found to be, and every update since at its full
/// length. Only when that is past the limit is the state encoded to see how large it really is.
/// </summary>
sealed class StateSize
{
    long _atMost;

    /// <summary>Something is in the document that has passed the limit before.</summary>
    public void Count(int bytes) => _atMost += bytes;

    /// <summary>Something is about to come in.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="limit">The most that a state may have.</param>
    /// <param name="doc">The document without it.</param>
    /// <param name="trial">The document with it, where it also deletes and the document may get smaller by it; else null.</param>
    /// <exception cref="MessageRefusedException">The document has no space for it.</exception>
    public void Grow(int bytes, int limit, Doc doc, Func<Doc>? trial)
    {
        if (_atMost + bytes > limit)
            _atMost = doc.EncodeStateAsUpdate().Length;
        if (_atMost + bytes <= limit)
            _atMost += bytes;
        else if (trial?.Invoke().EncodeStateAsUpdate().Length is { } exactly && exactly <= limit)
            _atMost = exactly;
        else
            throw new MessageRefusedException(new(CloseCode.TooLarge,
                $"A document with all that was ever deleted may have {limit} bytes; go on in a new one."));
    }
}
