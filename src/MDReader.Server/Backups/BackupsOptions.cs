using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Backups;

/// <summary>Section <c>MDReader:Backups</c>.</summary>
public sealed class BackupsOptions
{
    public const string Section = "MDReader:Backups";

    /// <summary>
    /// Where the nightly backups lie (<c>MDREADER_BACKUPS</c>): a folder, best on another disk, or <c>store</c> for the blob
    /// store. Without it there are none.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>The hour of the day (UTC) after which the day's backup is made.</summary>
    [Range(0, 23)]
    public int Hour { get; set; } = 3;

    /// <summary>How many backups are kept.</summary>
    [Range(1, 10_000)]
    public int Keep { get; set; } = 14;
}
