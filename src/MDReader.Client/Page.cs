namespace MDReader.Client;

/// <summary>A page of a list.</summary>
/// <param name="NextCursor">Null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
