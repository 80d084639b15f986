using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Comments;

/// <summary>Section <c>MDReader:Comments</c>.</summary>
public sealed class CommentsOptions
{
    public const string Section = "MDReader:Comments";

    /// <summary>How many comments one person may write in a minute.</summary>
    [Range(1, int.MaxValue)]
    public int CommentsPerMinute { get; set; } = 30;
}
