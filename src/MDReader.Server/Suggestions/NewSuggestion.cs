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
public sealed record SuggestionRequest(
    string? Base = null, string? Content = null, IReadOnlyList<EditRequest>? Edits = null, string? Message = null) : IChecked
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

/// <summary>
/// Works out what a suggestion changes, on a private copy of the text it was made for, and keeps that beside the text.
/// </summary>
/// <remarks>It reads the log and not the room: a request with an idempotency key holds the database's turn to write.</remarks>
sealed class NewSuggestion(Database database, DocumentAccess access, CommittedText texts, CollaborationOptions limits, TimeProvider time)
{
    public const int MostHunks = 200;
    public const int MostOpen = 100;

    public async Task<(Suggestion? Suggestion, Refusal? Refusal)> Make(Guid document, SuggestionRequest request, HttpContext context)
    {
        var author = Caller.Of(context)!.UserId;
        var (_, forbidden) = await access.May(document, author, Ability.Comment, context.RequestAborted);
        if (forbidden is not null)
            return (null, forbidden);
        var (places, refusal) = await WorkOut(document, request);
        if (places is null)
            return (null, refusal);

        var suggestion = new Suggestion
        {
            Id = Ids.New(time),
            DocumentId = document,
            AuthorId = author,
            Message = request.Message,
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
            database.Announce(new SuggestionChanged(standing.Value.WorkspaceId, document, suggestion.Id));
            return null;
        }, context.RequestAborted);
        return tooLate is null ? (suggestion, null) : (null, tooLate);
    }

    async Task<(IReadOnlyList<HunkPlace>? Places, Refusal? Refusal)> WorkOut(Guid document, SuggestionRequest request)
    {
        if (await texts.At(document, request.Base!) is not { } text)
            return (null, Problems.BaseUnavailable.Because(
                "The text with this ETag is no longer kept. Read the content again and make the edits to that."));
        var content = text.ToString();
        var (changes, flaw) = request.Wanted.ChangesOf(content);
        if (flaw is not null)
            return (null, ContentRoutes.Refuse(new WriteOutcome.Flawed(flaw), document, ""));
        if (TextChanges.SizeAfter(content, changes) > limits.TextLimit)
            return (null, ContentRoutes.Refuse(new WriteOutcome.TooLarge(), document, ""));
        var hunks = Hunks(content, changes);
        if (hunks.Count == 0)
            return (null, Problems.Flawed([new("", "no-change", "Propose a text that differs from the one it was made for.")]));
        if (hunks.Count > MostHunks)
            return (null, Problems.Flawed(
                [new("", "too-many-hunks", $"Propose at most {MostHunks} changes at once (now {hunks.Count}).")]));
        return (hunks.ConvertAll(change => HunkPlace.At(text, content, change)), null);
    }

    // Two changes with nothing but blanks between them are one to who reads them: "the old house" to "a new home".
    static List<TextChange> Hunks(string content, IReadOnlyList<TextChange> lastFirst)
    {
        var hunks = new List<TextChange>();
        foreach (var change in lastFirst.Reverse())
        {
            if (hunks.Count > 0 && hunks[^1] is var before && Gap(before, change) is { Length: > 0 } gap && gap.All(c => c is ' ' or '\t'))
                hunks[^1] = new(before.Start, change.End - before.Start, before.Inserted + gap + change.Inserted);
            else
                hunks.Add(change);
        }
        return hunks;

        string Gap(TextChange before, TextChange after) => content[before.End..after.Start];
    }
}
