using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <param name="Anchor">The range of text that it is about.</param>
/// <param name="Body">The first comment, in Markdown; <c>@[name](user-id)</c> mentions somebody.</param>
public sealed record ThreadRequest(AnchorRequest? Anchor = null, string? Body = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. Anchor is null
            ? [new Flaw("/anchor", "required", "Say which text it is about: {start, end, quote}.")]
            : Anchor.Check("/anchor"),
        .. CommentRequest.CheckBody(Body),
    ];
}

/// <param name="Status"><c>open</c> or <c>resolved</c>.</param>
/// <param name="Anchor">Attaches the thread to another range.</param>
public sealed record ThreadChange(string? Status = null, AnchorRequest? Anchor = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. Status is null or ThreadEntry.Open or ThreadEntry.Resolved
            ? Array.Empty<Flaw>()
            : [new Flaw("/status", "unknown-status", "Use \"open\" or \"resolved\".")],
        .. Status is null && Anchor is null ? [new Flaw("", "required", "Send status, anchor or both.")] : Array.Empty<Flaw>(),
        .. Anchor?.Check("/anchor") ?? [],
    ];
}

/// <summary>Which threads of a document.</summary>
public sealed record ThreadFilter
{
    /// <summary>Only <c>open</c> or only <c>resolved</c> ones.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>Only those that the caller began, wrote in or is mentioned in.</summary>
    [FromQuery(Name = "mine")]
    public bool? Mine { get; init; }

    /// <summary>Only those whose text is gone, or only those whose text is there.</summary>
    [FromQuery(Name = "orphaned")]
    public bool? Orphaned { get; init; }
}

static class ThreadRoutes
{
    public static void MapThreadRoutes(this RouteGroupBuilder api)
    {
        var threads = api.MapGroup("/documents/{id:guid}/threads");
        threads.MapGet("", List).WithName("ListThreads").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.CursorMismatch, Problems.BadRequest);
        threads.MapPost("", Create).WithName("CreateThread").OpenToGuests().Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.BaseUnavailable, Problems.Invalid,
            Problems.RateLimited);

        var one = api.MapGroup("/threads/{thread:guid}");
        one.MapGet("", Get).WithName("GetThread").OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed);
        one.MapPatch("", Change).WithName("ChangeThread").OpenToGuests().Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.BaseUnavailable, Problems.Invalid);
        one.MapDelete("", Delete).WithName("DeleteThread").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden);
    }

    static async Task<Results<Answer<Page<ThreadEntry>>, Refusal>> List(
        Guid id, [AsParameters] ThreadFilter filter, [AsParameters] PageQuery query, HttpContext context, ThreadList threads) =>
        await threads.Read(id, filter, query, context) is var (page, refusal) && refusal is null
            ? Answers.With(page!)
            : refusal!;

    static async Task<Results<Made<ThreadEntry>, Refusal>> Create(
        Guid id, ThreadRequest body, HttpContext context, NewComment comments, Mentionable mentionable)
    {
        var (thread, refusal) = await comments.Begin(id, body, context);
        return thread is null
            ? refusal!
            : Answers.Made(
                $"{Api.Root}/v1/threads/{thread.Id}",
                thread with { Comments = [await mentionable.Note(thread.Comments.Single(), context)] });
    }

    static async Task<Results<Answer<ThreadEntry>, Refusal>> Get(
        Guid thread, Caller caller, Database database, DocumentAccess access, Threads threads, CancellationToken cancellation)
    {
        var found = await database.Read(
            (db, token) => db.CommentThreads.SingleOrDefaultAsync(one => one.Id == thread, token), cancellation);
        if (found is null)
            return CommentChange.NoThread();
        var (standing, refusal) = await access.May(found.DocumentId, caller.UserId, Ability.Read, cancellation);
        return standing is null
            ? refusal!
            : Answers.With((await threads.Describe(found.DocumentId, [found], cancellation)).Single());
    }

    public static async Task<Results<Answer<ThreadEntry>, Refusal>> Change(
        Guid thread, ThreadChange body, HttpContext context, CommentChange changes, AnchorReading anchors, Threads threads,
        TimeProvider time)
    {
        CommentThread? changed = null;
        var answer = await changes.OfThread<NoContent>(thread, Ability.Comment, context, async (_, found, token) =>
        {
            changed = found.Thread;
            if (body.Anchor is { } request)
            {
                var (anchor, refusal) = await anchors.Read(changed.DocumentId, request, token);
                if (anchor is null)
                    return refusal!;
                (changed.Start, changed.End, changed.Quote) = (anchor.Start.Encode(), anchor.End.Encode(), anchor.Quote);
            }
            if (body.Status == ThreadEntry.Open)
                (changed.ResolvedAt, changed.ResolvedBy) = (null, null);
            else if (body.Status == ThreadEntry.Resolved && changed.ResolvedAt is null)
                (changed.ResolvedAt, changed.ResolvedBy) = (time.Now(), found.CallerId);
            return TypedResults.NoContent();
        });
        return answer.Result is Refusal refused
            ? refused
            : Answers.With((await threads.Describe(changed!.DocumentId, [changed], context.RequestAborted)).Single());
    }

    /// <summary>By whoever began it while nobody has answered, or by an editor: resolving is the usual way.</summary>
    static Task<Results<NoContent, Refusal>> Delete(Guid thread, HttpContext context, CommentChange changes) =>
        changes.OfThread<NoContent>(thread, Ability.Comment, context, async (db, found, token) =>
        {
            var answered = await db.Comments.AnyAsync(
                comment => comment.ThreadId == thread && comment.AuthorId != found.CallerId && comment.DeletedAt == null, token);
            if (!found.Standing.May(Ability.Write) && (answered || found.Thread.CreatedBy != found.CallerId))
                return Problems.Forbidden.Because("Resolve the thread instead; only an editor deletes what others wrote.");
            db.Remove(found.Thread);
            return TypedResults.NoContent();
        });
}
