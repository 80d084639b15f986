using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <summary>Tells people of suggestions that concern them: whose document it is, and who made the suggestion.</summary>
sealed class SuggestionNotices(Notices notices)
{
    public async Task TellOwner(MDReaderDb db, Suggestion suggestion, Guid workspaceId, CancellationToken cancellationToken)
    {
        var owner = await db.Documents.Where(document => document.Id == suggestion.DocumentId)
            .Select(document => document.CreatedBy).SingleAsync(cancellationToken);
        await notices.Tell(
            $"{suggestion.Id}",
            Of(NoticeEvent.Suggestion, owner, suggestion.AuthorId, workspaceId, suggestion),
            cancellationToken);
    }

    /// <summary>Once per decision, which the first of the changes names. What is taken back and then decided on in the same
    /// way isn't told again.</summary>
    public Task TellAuthor(
        string @event, Suggestion suggestion, Guid workspaceId, Guid editor, IReadOnlyList<ClaimedHunk> decided,
        CancellationToken cancellationToken) =>
        notices.Tell(
            $"{decided[0].Id}", Of(@event, suggestion.AuthorId, editor, workspaceId, suggestion), cancellationToken);

    static Notice Of(string @event, Guid person, Guid actor, Guid workspaceId, Suggestion suggestion) =>
        new(@event, person, actor, workspaceId) { DocumentId = suggestion.DocumentId, SubjectId = suggestion.Id };
}
