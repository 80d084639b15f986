using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Files;

/// <summary>Section <c>MDReader:Files</c>.</summary>
public sealed class FilesOptions
{
    public const string Section = "MDReader:Files";

    /// <summary>Whether each text also lies in the blob store as a Markdown file, for other programs.</summary>
    public bool Copies { get; set; } = true;

    /// <summary>How long a text has to be quiet until its file is written; ten times that if it never is.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan CopyAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest archive that can be imported, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long ArchiveBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>All its files together once they are unpacked, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long UnpackedBytes { get; set; } = 200 * 1024 * 1024;

    [Range(1, int.MaxValue)]
    public int ArchiveEntries { get; set; } = 5_000;

    /// <summary>How long the archive of an export can be fetched.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan ExportKept { get; set; } = TimeSpan.FromDays(3);
}
