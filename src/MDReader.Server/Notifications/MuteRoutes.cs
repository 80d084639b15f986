using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>What somebody hears nothing of: no comments, replies, mentions and suggestions.</summary>
/// <param name="ThreadId">Null for the whole document.</param>
/// <param name="Quote">What the thread is about.</param>
public sealed record MuteEntry(Guid DocumentId, string Title, Guid? ThreadId, string? Quote, DateTimeOffset CreatedAt);

/// <summary>All of them, the newest first.</summary>
public sealed record MuteList(IReadOnlyList<MuteEntry> Items);

static class MuteRoutes
{
    public static void MapMutes(this RouteGroupBuilder api)
    {
        api.MapGroup("/me/mutes").NeedScope(Scopes.Account).MapGet("", List).WithName("ListMutes");
        var document = api.MapGroup("/documents/{id:guid}/mute");
        document.MapPut("", MuteDocument).WithName("MuteDocument").Refuses(Problems.NotFound, Problems.Trashed);
        document.MapDelete("", UnmuteDocument).WithName("UnmuteDocument").Refuses(Problems.NotFound, Problems.Trashed);
        var one = api.MapGroup("/threads/{thread:guid}/mute");
        one.MapPut("", MuteThread).WithName("MuteThread").Refuses(Problems.NotFound, Problems.Trashed);
        one.MapDelete("", UnmuteThread).WithName("UnmuteThread").Refuses(Problems.NotFound, Problems.Trashed);
    }

    static async Task<Answer<MuteList>> List(Caller caller, Muting muting, CancellationToken cancellation) =>
        Answers.With(new MuteList(await muting.List(caller.UserId, cancellation)));

    static async Task<Results<NoContent, Refusal>> MuteDocument(
        Guid id, Caller caller, DocumentAccess access, Muting muting, CancellationToken cancellation)
    {
        if ((await access.MayRead(id, caller.UserId, cancellation)).Refusal is { } refusal)
        {
            return refusal;
        }

        await muting.Mute(caller.UserId, id, threadId: null, cancellation);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, Refusal>> UnmuteDocument(
        Guid id, Caller caller, DocumentAccess access, Muting muting, CancellationToken cancellation)
    {
        if ((await access.MayRead(id, caller.UserId, cancellation)).Refusal is { } refusal)
        {
            return refusal;
        }

        await muting.Unmute(caller.UserId, id, threadId: null, cancellation);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, Refusal>> MuteThread(
        Guid thread, Caller caller, Database database, DocumentAccess access, Muting muting, CancellationToken cancellation)
    {
        var (document, refusal) = await DocumentOf(thread, caller, database, access, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }

        await muting.Mute(caller.UserId, document, thread, cancellation);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, Refusal>> UnmuteThread(
        Guid thread, Caller caller, Database database, DocumentAccess access, Muting muting, CancellationToken cancellation)
    {
        var (document, refusal) = await DocumentOf(thread, caller, database, access, cancellation);
        if (refusal is not null)
        {
            return refusal;
        }

        await muting.Unmute(caller.UserId, document, thread, cancellation);
        return TypedResults.NoContent();
    }

    static async Task<(Guid Document, Refusal? Refusal)> DocumentOf(
        Guid thread, Caller caller, Database database, DocumentAccess access, CancellationToken cancellation)
    {
        var document = await database.Read(
            (db, token) => db.CommentThreads.Where(found => found.Id == thread)
                .Select(found => (Guid?)found.DocumentId).SingleOrDefaultAsync(token),
            cancellation);
        return document is { } id
            ? (id, (await access.MayRead(id, caller.UserId, cancellation)).Refusal)
            : (default, CommentChange.NoThread());
    }
}
