using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Suggestions;

/// <summary>Edits to propose: a whole text, or a few edits.</summary>
/// <param name="Base">The ETag of the text that they were made for.</param>
/// <param name="Content">The text as it should be, in Markdown.</param>
/// <param name="Edits">In place of <paramref name="Content"/>: as <c>PATCH /content</c> takes them.</param>
/// <param name="Message">Why; up to 500 characters.</param>
/// <param name="IsAssisted">True when a model worked it out: people are told so.</param>
public sealed record SuggestionRequest(
    string? Base = null, string? Content = null, IReadOnlyList<EditRequest>? Edits = null, string? Message = null,
    bool? IsAssisted = null) : IChecked
{
    public IEnumerable<Flaw> Check()
    {
        if (string.IsNullOrWhiteSpace(Base))
            yield return new("/base", "required", "Send the ETag of the text that the edits were made for.");
        if (Content is null == Edits is null)
            yield return new("", "required", "Send either content or edits.");
        if (Content?.Contains('\0', StringComparison.Ordinal) ?? false)
            yield return new("/content", "nul", "Take the NUL characters out of the text.");
        foreach (var flaw in Edits is null ? [] : new EditsRequest(Base, Edits).Check())
            yield return flaw;
        foreach (var flaw in Message is null ? [] : Checked.Line(Message, "/message", Suggestion.LongestMessage))
            yield return flaw;
    }

    internal NewText Wanted => Content is null
        ? new EditsRequest(Base, Edits).Read()
        : new NewText.WholeFile(MarkdownFile.Parse(Encoding.UTF8.GetBytes(Content)));
}

/// <summary>Keeps a suggestion beside the text, and tells whom it concerns.</summary>
sealed class NewSuggestion(
    Database database, DocumentAccess access, WorkingOut workingOut, SuggestionNotices notices, TimeProvider time)
{
    public const int MostHunks = 200;
    public const int MostOpen = 100;

    public async Task<(Suggestion? Suggestion, Refusal? Refusal)> Make(Guid document, SuggestionRequest request, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var author = caller.UserId;
        var (_, forbidden) = await access.May(document, author, Ability.Comment, context.RequestAborted);
        if (forbidden is not null)
            return (null, forbidden);
        var (places, refusal) = await workingOut.Places(document, request);
        if (places is null)
            return (null, refusal);

        var suggestion = new Suggestion
        {
            Id = Ids.New(time),
            DocumentId = document,
            AuthorId = author,
            Message = request.Message,
            IsAssisted = request.IsAssisted == true,
            Way = caller.Via?.Way,
            TokenId = caller.Via?.Token,
            CreatedAt = time.Now(),
        };
        var tooLate = await database.Write(async (db, token) =>
        {
            var (standing, refused) = await access.May(document, author, Ability.Comment, token);
            if (standing is null)
                return refused;
            if (await db.OpenSuggestionsBy(author, document, token) >= MostOpen)
                return Problems.Flawed(
                    [new("", "too-many", $"Wait until some of your {MostOpen} open suggestions here are decided, or withdraw some.")]);
            db.Add(suggestion);
            db.AddRange(places.Select((place, number) => new SuggestedHunk
            {
                Id = Ids.New(time),
                SuggestionId = suggestion.Id,
                Number = number,
                Start = place.Start.Encode(),
                End = place.End.Encode(),
                Before = place.Before,
                After = place.After,
                State = HunkState.Open,
            }));
            await notices.TellOwner(db, suggestion, standing.Value.WorkspaceId, token);
            database.Announce(new SuggestionChanged(standing.Value.WorkspaceId, document, suggestion.Id));
            return null;
        }, context.RequestAborted);
        return tooLate is null ? (suggestion, null) : (null, tooLate);
    }
}
