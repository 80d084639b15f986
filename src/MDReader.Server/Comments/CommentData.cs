using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>What somebody said in threads. It stays in the conversation, as that of nobody; their reactions go.</summary>
sealed record CommentData() : PersonalData("comments")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var comments = await db.Comments.Where(comment => comment.AuthorId == userId && comment.DeletedAt == null)
            .OrderBy(comment => comment.Id)
            .Select(comment => new { comment.Id, comment.ThreadId, comment.Body, comment.CreatedAt, comment.EditedAt })
            .ToListAsync(cancellationToken);
        var reactions = await db.Reactions.Where(reaction => reaction.UserId == userId).OrderBy(reaction => reaction.At)
            .Select(reaction => new { reaction.CommentId, reaction.Emoji, reaction.At })
            .ToListAsync(cancellationToken);
        return new Dictionary<string, object> { ["written"] = comments, ["reactions"] = reactions };
    }

    public override async Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        await db.Reactions.Where(reaction => reaction.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Mentions.Where(mention => mention.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
