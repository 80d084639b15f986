namespace MDReader.Server.Platform;

/// <summary>Latin letters without their accents. The runtime takes no letter apart here: it knows no culture's rules.</summary>
public static class LatinLetters
{
    /// <summary>Lower case; each has its plain letter at the same place in <see cref="Plain"/>.</summary>
    public const string Accented = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľłñńņňòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżž";

    public const string Plain = "aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijkllllnnnnooooooooorrrsssstttuuuuuuuuuuwyyyzzz";

    /// <summary>Of a lower-case letter.</summary>
    public static char PlainOf(char letter) =>
        Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Plain[at] : letter;
}
