using System.Text.RegularExpressions;

namespace MDReader.Server.Platform;

/// <summary>Where bytes lie in an <see cref="IBlobStore"/>: words and ids between slashes, never anybody's file name, so
/// that no key leads anywhere else on any store.</summary>
public readonly partial record struct BlobKey
{
    const int Longest = 256;

    readonly string _text;

    BlobKey(string text) => _text = text;

    /// <exception cref="ArgumentException">It is no key. Keys are made of ids, so this is a mistake in the code.</exception>
    public static BlobKey Of(string text) => Read(text)
        ?? throw new ArgumentException($"A blob's key is at least two words of a-z, 0-9, '.', '_', '-' between slashes: {text}");

    /// <summary>Null for what is no key.</summary>
    public static BlobKey? Read(string text) => text.Length <= Longest && Shape().IsMatch(text) ? new BlobKey(text) : null;

    public override string ToString() => _text;

    // No word begins with a dot, which rules out the way up and hidden files.
    [GeneratedRegex(@"\A[a-z0-9_][a-z0-9._-]*(/[a-z0-9_][a-z0-9._-]*)+\z")]
    private static partial Regex Shape();
}
