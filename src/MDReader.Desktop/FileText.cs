namespace MDReader.Desktop;

static class FileText
{
    /// <summary>In one step: whoever reads meanwhile, or after a crash, has the old content or the new one, and never a part.
    /// An existing file keeps its mode.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var beside = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(path))
                    File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(path));
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
