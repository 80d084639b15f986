using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Mentions;

/// <summary>Which texts mention somebody. The words stay in them; that it was they who were meant goes.</summary>
sealed record TextMentionData() : PersonalData("mentions")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.TextMentions.Where(mention => mention.UserId == userId).OrderBy(mention => mention.ToldAt)
            .Select(mention => new { mention.DocumentId, mention.ToldAt })
            .ToListAsync(cancellationToken);

    public override Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        db.TextMentions.Where(mention => mention.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
