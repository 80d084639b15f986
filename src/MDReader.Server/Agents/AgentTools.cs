using System.ComponentModel;
using System.Text.Json;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Comments;
using MDReader.Server.Platform;
using MDReader.Server.Search;
using MDReader.Server.Suggestions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace MDReader.Server.Agents;

/// <summary>One change: <c>find</c> and <c>replace</c>; or <c>start</c>, <c>end</c> and <c>text</c>; or <c>append</c>.</summary>
sealed record AgentEdit(
    [property: Description("Text that is in the document exactly once, or see occurrence.")] string? Find = null,
    [property: Description("Put in the place of what was found.")] string? Replace = null,
    [property: Description("Which one, from 1, where it is there more than once.")] int? Occurrence = null,
    [property: Description("UTF-16 code units from the beginning of the text at base.")] int? Start = null,
    [property: Description("As start; excluded.")] int? End = null,
    [property: Description("Put in the place of start to end.")] string? Text = null,
    [property: Description("Put at the end of the text.")] string? Append = null)
{
    internal EditRequest Read() => new(
        Find, Replace, Occurrence, Start is { } start && End is { } end ? new TextRange(start, end) : null, Text, Append);
}

/// <summary>
/// What an agent can do: what its person may, by the same rules and the same road, as far as its token's scopes go. Edits
/// need the version they were made for and are merged into what people have written since, so that an agent that is behind
/// deletes nobody's words.
/// </summary>
sealed class AgentTools(HttpContext context, ContentReading reading, Found found, AgentHands hands)
{
    const int LongestRead = 32 * 1024;
    const int MostHits = 20;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    Caller Caller => Caller.Of(context)!;

    public IEnumerable<McpServerTool> All() =>
    [
        Tool(Search, "search", "Finds documents by words in their title and text. \"words in order\", tag:name, in:folder and by:person work too.", readOnly: true),
        Tool(Read, "read", $"Reads a range of a document's Markdown, at most {LongestRead} UTF-16 code units at once. Keep the base: edits and comments need it.", readOnly: true),
        Tool(ApplyEdits, "apply_edits", "Changes a document: all edits or none. They mean the text at base; what people have changed since stays, and the edits are merged into it.", readOnly: false),
        Tool(Suggest, "suggest", "Proposes changes of the text at base, for people to accept or reject one by one. Nothing is changed by it.", readOnly: false),
        Tool(Comment, "comment", "Begins a thread about a range of the text at base.", readOnly: false),
        Tool(Threads, "list_threads", "Lists the threads of a document with their comments and where they are in the present text.", readOnly: true),
        Tool(Reply, "reply", "Answers in a thread.", readOnly: false),
        Tool(Resolve, "resolve", "Marks a thread as resolved.", readOnly: false),
    ];

    async Task<CallToolResult> Search(
        [Description("Words to look for.")] string query,
        [Description("Only in this workspace.")] Guid? workspace = null)
    {
        var start = new PageStart("agent", Caller.UserId, MostHits, After: null);
        var (hits, _) = await found.Read(new SearchParameters { Q = query, Workspace = workspace }, start, Caller.UserId, context.RequestAborted);
        var paused = await hands.Pauses.In(Caller.CredentialId, context.RequestAborted);
        return Answer(hits.Where(hit => !paused.Contains(hit.WorkspaceId)).Take(MostHits).Select(hit => new
        {
            document = hit.DocumentId,
            workspace = hit.WorkspaceId,
            title = Plain(hit.Title),
            snippet = Plain(hit.Snippet),
        }));
    }

    async Task<CallToolResult> Read(
        [Description("The document's id.")] Guid document,
        [Description("UTF-16 code units from the beginning.")] int start = 0,
        [Description("Excluded; left out, to the end.")] int? end = null)
    {
        var (content, refusal) = await reading.Read(document, version: null, Caller, context.RequestAborted);
        if (content is null || (refusal = await Paused(document)) is not null)
        {
            return Refused(refusal!);
        }

        var text = content.File.Text;
        var from = Whole(text, Math.Clamp(start, 0, text.Length));
        var to = Whole(text, Math.Clamp(Math.Min(end ?? text.Length, from + LongestRead), from, text.Length));
        return Answer(new { @base = ETags.Bare(content.Etag), start = from, end = to, length = text.Length, text = text[from..to] });
    }

    async Task<CallToolResult> ApplyEdits(
        [Description("The document's id.")] Guid document,
        [Description("Of the text that the edits were made for, as read said it.")] string @base,
        [Description("Up to 100; each means the text as it was before all of them.")] IReadOnlyList<AgentEdit> edits)
    {
        if (await MayNotChange(document) is { } barred)
        {
            return Refused(barred);
        }

        var request = new EditsRequest(@base, [.. edits.Select(edit => edit.Read())]);
        if (request.Check().ToList() is { Count: > 0 } flaws)
        {
            return Refused(Problems.Flawed(flaws));
        }

        if (await reading.Refuse(document, Caller, Ability.Write, context.RequestAborted) is { } refusal)
        {
            return Refused(refusal);
        }

        var outcome = await hands.Writing.WriteSince(
            document, new Wish(Caller, request.Read()), (@base, Key: null), context.RequestAborted);
        if (outcome is not WriteOutcome.Written(var etag, var merged, var overlaps) written)
        {
            return Refused(ContentRoutes.Refuse(outcome, document, @base));
        }

        await Show(document, written.End is { } end ? CursorPlace.At(end) : null);
        return Answer(new { @base = ETags.Bare(etag), merged, overlaps });
    }

    async Task<CallToolResult> Suggest(
        [Description("The document's id.")] Guid document,
        [Description("Of the text that the edits were made for, as read said it.")] string @base,
        [Description("Up to 100; each means the text as it was before all of them.")] IReadOnlyList<AgentEdit> edits,
        [Description("Why, in one line.")] string? message = null)
    {
        var request = new SuggestionRequest(@base, Content: null, [.. edits.Select(edit => edit.Read())], message, IsAssisted: true);
        var (made, refusal) = await MayNotChange(document) is { } barred ? (null, barred) : await hands.Proposing.Make(document, request, context);
        if (made is not null)
        {
            await Show(document, made.Hunks is [var first, ..] ? CursorPlace.Between(first.Start, first.End) : null);
        }

        return Of((made, refusal));
    }

    async Task<CallToolResult> Comment(
        [Description("The document's id.")] Guid document,
        [Description("Of the text that start and end count in.")] string @base,
        [Description("UTF-16 code units from the beginning.")] int start,
        [Description("Excluded.")] int end,
        [Description("In Markdown.")] string body)
    {
        var anchor = new AnchorRequest(JsonSerializer.SerializeToElement(start), JsonSerializer.SerializeToElement(end), Quote: null, @base);
        return await Shown(
            await MayNotChange(document) is { } barred ? (null, barred) : await hands.Commenting.Begin(document, new ThreadRequest(anchor, body), context));
    }

    async Task<CallToolResult> Threads(
        [Description("The document's id.")] Guid document,
        [Description("open or resolved; left out, both.")] string? status = null) =>
        Of(await Paused(document) is { } paused ? (null, paused) : await hands.Commenting.List(document, status, context));

    async Task<CallToolResult> Reply([Description("The thread's id.")] Guid thread, [Description("In Markdown.")] string body)
    {
        var (comment, within, refusal) = await MayNotChangeThread(thread) is { } barred
            ? (null, null, barred)
            : await hands.Commenting.Answer(thread, new CommentRequest(body), context);
        if (within is not null)
        {
            await Show(within);
        }

        return Of((comment, refusal));
    }

    async Task<CallToolResult> Resolve([Description("The thread's id.")] Guid thread) =>
        await Shown(await MayNotChangeThread(thread) is { } barred ? (null, barred) : await hands.Commenting.Resolve(thread, context));

    async Task<CallToolResult> Shown((ThreadEntry? Thread, Refusal? Refusal) outcome)
    {
        if (outcome.Thread is { } thread)
        {
            await Show(thread);
        }

        return Of(outcome);
    }

    Task Show(ThreadEntry thread) => Show(thread.DocumentId, CursorPlace.Between(thread.Anchor.Start, thread.Anchor.End));

    // Who has the document open sees the agent there, and where.
    Task Show(Guid document, CursorPlace? place) => hands.AtWork.Show(document, Caller, Caller.TokenName ?? "", place);

    static McpServerTool Tool(Delegate work, string name, string description, bool readOnly) => McpServerTool.Create(
        work, new McpServerToolCreateOptions
        {
            Name = name,
            Description = description,
            ReadOnly = readOnly,
            Destructive = false,
            OpenWorld = false,
            SerializerOptions = ModelContextProtocol.McpJsonUtilities.DefaultOptions,
        });

    // The route is open to tokens that only read, so what changes something asks by itself.
    Refusal? ReadOnly() => Caller.Scopes.HasFlag(Scopes.Write)
        ? null
        : Problems.InsufficientScope.Because("Use a token with the scope \"write\".");

    Task<Refusal?> Paused(Guid document) => hands.Pauses.InDocument(document, Caller, context.RequestAborted);

    async Task<Refusal?> MayNotChange(Guid document) => ReadOnly() ?? await Paused(document);

    async Task<Refusal?> MayNotChangeThread(Guid thread) =>
        ReadOnly() ?? await hands.Pauses.InThread(thread, Caller, context.RequestAborted);

    static CallToolResult Of<T>((T? Value, Refusal? Refusal) outcome)
        where T : class =>
        outcome.Value is { } value ? Answer(value) : Refused(outcome.Refusal!);

    static CallToolResult Answer<T>(T value) => new()
    {
        Content = [new TextContentBlock { Text = JsonSerializer.Serialize(value, Json) }],
    };

    static CallToolResult Refused(Refusal refusal) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = $"{refusal.Type.Name}: {refusal.Detail}" }],
    };

    // No position lies within a surrogate pair.
    static int Whole(string text, int at) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;

    static string Plain(string marked) => marked
        .Replace($"{SearchHit.Open}", "", StringComparison.Ordinal).Replace($"{SearchHit.Close}", "", StringComparison.Ordinal);
}
