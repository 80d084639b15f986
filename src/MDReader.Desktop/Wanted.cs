namespace MDReader.Desktop;

/// <summary>What stands behind the command.</summary>
/// <param name="Paths">Files and folders to open, as the person wrote them.</param>
/// <param name="Server">A team's server to show instead of this computer's files.</param>
sealed record Wanted(IReadOnlyList<string> Paths, WindowKind Window, string Data, Uri? Server)
{
    public const string Usage = """
        MDReader.Desktop [file or folder …]   opens Markdown files and folders of this computer
          --server <address>                  shows a team's server instead, such as https://notes.example.org
          --window <kind>                     system, browser, or none: prints an address for a browser of yours
          --data <folder>                     where everything is kept that is no file of yours
        """;

    /// <exception cref="DesktopException">It can't be understood; the message says how to write it.</exception>
    public static Wanted Read(IReadOnlyList<string> args)
    {
        var paths = new List<string>();
        var (window, data, server) = (WindowKind.Any, DefaultData, (Uri?)null);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--window":
                    window = Kind(Value(args, ref i));
                    break;
                case "--data":
                    data = Path.GetFullPath(Value(args, ref i));
                    break;
                case "--server":
                    server = Address(Value(args, ref i));
                    break;
                case ['-', ..] unknown:
                    throw new DesktopException($"There is no option {unknown}.\n{Usage}");
                case var path:
                    paths.Add(Path.GetFullPath(path));
                    break;
            }
        }

        return new(paths, window, data, server);
    }

    static string DefaultData => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "MDReader");

    static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new DesktopException($"{args[i - 1]} lacks its value.\n{Usage}");

    static WindowKind Kind(string word) => word switch
    {
        "system" => WindowKind.System,
        "browser" => WindowKind.Browser,
        "none" => WindowKind.None,
        _ => throw new DesktopException($"--window {word}: write system, browser or none."),
    };

    static Uri Address(string written) =>
        Uri.TryCreate(written, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? address
            : throw new DesktopException($"--server {written}: write the whole address, such as https://notes.example.org.");
}
