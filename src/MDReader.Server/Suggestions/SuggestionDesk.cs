using MDReader.Server.Access;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <summary>What the routes of suggestions stand on.</summary>
sealed class SuggestionDesk(
    Database database, DocumentAccess access, SuggestionReading reading, Pages pages, CommentLimit limit)
{
    public Database Database => database;
    public DocumentAccess Access => access;
    public SuggestionReading Reading => reading;
    public Pages Pages => pages;

    /// <inheritdoc cref="CommentLimit.TooMany"/>
    public ValueTask<Refusal?> TooMany(HttpContext context) => limit.TooMany(context);

    /// <summary>The suggestion, looked up through its document: what is hidden stays hidden.</summary>
    public async Task<(Suggestion? Suggestion, Refusal? Refusal)> Find(Guid id, Ability ability, HttpContext context)
    {
        var found = await database.Read(
            (db, token) => db.Suggestions.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, token), context.RequestAborted);
        if (found is null)
            return (null, Problems.NotFound.Because("There is no such suggestion, or its document is not shared with you."));
        var (standing, refusal) = await access.May(found.DocumentId, Caller.Of(context)!.UserId, ability, context.RequestAborted);
        return standing is null ? (null, refusal) : (found, null);
    }
}
