using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Attachments;

/// <summary>Section <c>MDReader:Attachments</c>.</summary>
public sealed class AttachmentsOptions
{
    public const string Section = "MDReader:Attachments";

    const long MiB = 1024 * 1024;

    /// <summary>The largest file, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long LargestFile { get; set; } = 25 * MiB;

    /// <summary>All files of one document together, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long BytesPerDocument { get; set; } = 500 * MiB;

    /// <summary>All files of a workspace's documents together, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long BytesPerWorkspace { get; set; } = 5 * 1024 * MiB;

    [Range(1, int.MaxValue)]
    public int FilesPerDocument { get; set; } = 1_000;

    /// <summary>How many uploads one person may begin in a minute.</summary>
    [Range(1, int.MaxValue)]
    public int UploadsPerMinute { get; set; } = 120;

    /// <summary>How long the bytes of an announced file may take to arrive.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UploadTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether small pictures are made of pictures.</summary>
    public bool Thumbnails { get; set; } = true;

    /// <summary>How many pixels a picture may have that a small one is made of. Each takes up to four bytes of memory
    /// meanwhile; it is done for one picture at a time.</summary>
    [Range(1, 200_000_000)]
    public long ThumbnailPixels { get; set; } = 40_000_000;

    /// <summary>How long an address works at which a file is fetched.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan DownloadTime { get; set; } = TimeSpan.FromMinutes(1);
}
