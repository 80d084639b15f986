namespace MDReader.Desktop;

static class RealPath
{
    /// <summary>The full path with every link in it followed, so that none leads out of an opened folder unseen.</summary>
    /// <exception cref="IOException">Its links go in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = Path.Exists(next) && File.ResolveLinkTarget(next, returnFinalTarget: true) is { } target ? Of(target.FullName) : next;
        }

        return real;
    }
}
