using System.Security.Cryptography;

namespace MDReader.Server.Accounts;

/// <summary>Codes that a person types: Crockford's base 32, which has no letter that looks like a digit.</summary>
static class TypedCode
{
    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const int Group = 4;

    /// <summary>Five bits of chance a character.</summary>
    public static string New(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>As it is shown: <c>K7QX-2M9P</c>.</summary>
    public static string Grouped(string code) => string.Join('-', code.Chunk(Group).Select(group => new string(group)));

    /// <summary>As it was made, whatever somebody made of its case, its groups and its look-alikes.</summary>
    public static string Normalise(string typed) => string.Concat(typed
        .Where(c => c != '-' && !char.IsWhiteSpace(c))
        .Select(c => char.ToUpperInvariant(c) switch
        {
            'O' => '0',
            'I' or 'L' => '1',
            var other => other,
        }));
}
