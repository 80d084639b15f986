using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Git;

/// <summary>Section <c>MDReader:Git</c>.</summary>
public sealed class GitOptions
{
    public const string Section = "MDReader:Git";

    /// <summary>The largest pack that is sent, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long PackBytes { get; set; } = 512 * 1024 * 1024;
}
