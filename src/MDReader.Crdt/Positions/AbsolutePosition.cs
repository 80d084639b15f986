using MDReader.Crdt.Types;

namespace MDReader.Crdt.Positions;

/// <summary>A place in a type as the document is now; it doesn't move.</summary>
/// <param name="Type">The text, array or fragment.</param>
/// <param name="Index">UTF-16 code units of a text, elements of others.</param>
/// <param name="Assoc">As in <see cref="RelativePosition"/>.</param>
public sealed record AbsolutePosition(AbstractType Type, int Index, int Assoc);
