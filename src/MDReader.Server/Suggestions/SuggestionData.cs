using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <summary>What somebody proposed. What of it is in the text stays, as that of nobody; the rest goes.</summary>
sealed record SuggestionData() : PersonalData("suggestions")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await (
            from suggestion in db.Suggestions
            where suggestion.AuthorId == userId
            join hunk in db.SuggestedHunks on suggestion.Id equals hunk.SuggestionId
            orderby suggestion.Id, hunk.Number
            select new { suggestion.Id, suggestion.DocumentId, suggestion.CreatedAt, suggestion.Message, hunk.Before, hunk.After })
            .ToListAsync(cancellationToken);

    public override Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        db.Suggestions
            .Where(suggestion => suggestion.AuthorId == userId && !db.Set<SuggestedHunk>().Any(
                hunk => hunk.SuggestionId == suggestion.Id && hunk.State == HunkState.Accepted))
            .ExecuteDeleteAsync(cancellationToken);
}
