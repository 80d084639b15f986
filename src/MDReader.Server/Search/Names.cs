using System.Globalization;
using System.Text;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

/// <summary>How well names answer what was typed of them, whatever their case and accents.</summary>
static class Names
{
    /// <summary>Those that are it altogether; where there are none, those with a word that begins with it.</summary>
    public static List<T> Answering<T>(IEnumerable<T> items, Func<T, string> nameOf, string typed)
    {
        var wanted = Fold(typed);
        var near = items.Select(item => (Item: item, Name: Fold(nameOf(item)))).Where(item => Begins(item.Name, wanted)).ToList();
        var exact = near.Where(item => item.Name == wanted).ToList();
        return (exact.Count > 0 ? exact : near).ConvertAll(item => item.Item);
    }

    /// <summary>Whether a word of the name begins with what was typed.</summary>
    public static bool Begin(string name, string typed) => Begins(Fold(name), Fold(typed));

    /// <summary>Whether they are the same name.</summary>
    public static bool Same(string name, string typed) => Fold(name) == Fold(typed);

    static bool Begins(string name, string wanted)
    {
        for (var at = name.IndexOf(wanted, StringComparison.Ordinal); at >= 0 && at < name.Length;
            at = name.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !char.IsLetterOrDigit(name[at - 1]))
            {
                return true;
            }
        }

        return wanted.Length == 0;
    }

    static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        // Accents that stand behind their letters, as some systems write names, go as well.
        foreach (var character in name.Trim().Where(character => char.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark))
        {
            folded.Append(LatinLetters.PlainOf(char.ToLowerInvariant(character)));
        }

        return folded.ToString();
    }
}
