using System.Globalization;
using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <param name="Body">In Markdown; <c>@[name](user-id)</c> mentions somebody.</param>
public sealed record CommentRequest(string? Body = null) : IChecked
{
    public IEnumerable<Flaw> Check() => CheckBody(Body);

    internal static IEnumerable<Flaw> CheckBody(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            yield return new("/body", "required", "Write something.");
            yield break;
        }
        if (Encoding.UTF8.GetByteCount(body) is var bytes and > Comment.LongestBody)
            yield return new("/body", "too-long", $"Shorten the comment to {Comment.LongestBody} bytes of UTF-8 (now {bytes}).");
        if (body.Contains('\0'))
            yield return new("/body", "nul", "Take the NUL characters out of the comment.");
        if (MentionText.Read(body).Count is var mentions and > MentionText.Most)
            yield return new("/body", "too-many-mentions", $"Mention at most {MentionText.Most} people (now {mentions}).");
    }
}

static class CommentRoutes
{
    const int LongestEmoji = 32;

    public static void MapCommentRoutes(this RouteGroupBuilder api)
    {
        api.MapPost("/threads/{thread:guid}/comments", Create).WithName("CreateComment").OpenToGuests().Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid, Problems.RateLimited);
        var one = api.MapGroup("/comments/{comment:guid}");
        one.MapPatch("", Edit).WithName("EditComment").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        one.MapDelete("", Delete).WithName("DeleteComment").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden);
        one.MapPut("/reactions/{emoji}", React).WithName("AddReaction").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        one.MapDelete("/reactions/{emoji}", TakeBack).WithName("RemoveReaction").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden);
    }

    static async Task<Results<Made<CommentEntry>, Refusal>> Create(
        Guid thread, CommentRequest body, HttpContext context, NewComment comments, Mentionable mentionable)
    {
        var (comment, _, refusal) = await comments.Answer(thread, body, context);
        return comment is null
            ? refusal!
            : Answers.Made($"{Api.Root}/v1/threads/{thread}", await mentionable.Note(comment, context));
    }

    /// <summary>Only by its author: nobody puts words into somebody else's mouth.</summary>
    static async Task<Results<Answer<CommentEntry>, Refusal>> Edit(
        Guid comment, CommentRequest body, HttpContext context, CommentChange changes, Threads threads, CommentWriting writing,
        Mentionable mentionable)
    {
        CommentThread? thread = null;
        var answer = await changes.OfComment<NoContent>(comment, Ability.Comment, context, async (db, found, token) =>
        {
            if (found.Comment.AuthorId != found.CallerId)
                return Problems.Forbidden.Because("Answer in the thread; only its author can change a comment.");
            thread = found.Thread;
            if (found.Comment.Body != body.Body)
            {
                (found.Comment.Body, found.Comment.EditedAt) = (body.Body!, writing.Time.Now());
                await writing.Mention(db, found.Thread, found.Standing.WorkspaceId, found.Comment, token);
            }
            return TypedResults.NoContent();
        });
        if (answer.Result is Refusal refusal)
            return refusal;
        var described = await threads.Describe(thread!, text: null, context.RequestAborted);
        return Answers.With(await mentionable.Note(described.Comments.Single(entry => entry.Id == comment), context));
    }

    /// <summary>By its author or an editor. The words go; the thread goes too when nothing is left in it.</summary>
    static Task<Results<NoContent, Refusal>> Delete(
        Guid comment, HttpContext context, CommentChange changes, TimeProvider time) =>
        changes.OfComment<NoContent>(comment, Ability.Comment, context, async (db, found, token) =>
        {
            if (found.Comment.AuthorId != found.CallerId && !found.Standing.May(Ability.Write))
                return Problems.Forbidden.Because("Only its author or an editor can delete a comment.");
            if (!await db.Comments.AnyAsync(
                    other => other.ThreadId == found.Thread.Id && other.Id != comment && other.DeletedAt == null, token))
            {
                db.Remove(found.Thread);
                return TypedResults.NoContent();
            }
            (found.Comment.Body, found.Comment.DeletedAt) = ("", time.Now());
            await db.Mentions.Where(mention => mention.CommentId == comment).ExecuteDeleteAsync(token);
            await db.Reactions.Where(reaction => reaction.CommentId == comment).ExecuteDeleteAsync(token);
            return TypedResults.NoContent();
        });

    static Task<Results<NoContent, Refusal>> React(
        Guid comment, string emoji, HttpContext context, CommentChange changes, TimeProvider time) =>
        changes.OfComment<NoContent>(comment, Ability.Comment, context, async (db, found, token) =>
        {
            if (!IsOneEmoji(emoji))
                return Problems.Flawed([new("/emoji", "not-an-emoji", "React with one emoji.")]);
            if (!await db.Reactions.AnyAsync(Same(comment, found.CallerId, emoji), token))
                db.Add(new Reaction { CommentId = comment, UserId = found.CallerId, Emoji = emoji, At = time.Now() });
            return TypedResults.NoContent();
        });

    static Task<Results<NoContent, Refusal>> TakeBack(
        Guid comment, string emoji, HttpContext context, CommentChange changes) =>
        changes.OfComment<NoContent>(comment, Ability.Comment, context, async (db, found, token) =>
        {
            await db.Reactions.Where(Same(comment, found.CallerId, emoji)).ExecuteDeleteAsync(token);
            return TypedResults.NoContent();
        });

    static System.Linq.Expressions.Expression<Func<Reaction, bool>> Same(Guid comment, Guid user, string emoji) =>
        reaction => reaction.CommentId == comment && reaction.UserId == user && reaction.Emoji == emoji;

    // One picture to the eye, however many code points it takes; not a letter or a digit by itself.
    internal static bool IsOneEmoji(string text) =>
        text.Length is > 0 and <= LongestEmoji
        && StringInfo.GetNextTextElementLength(text) == text.Length
        && text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol
            || rune.Value is 0x20E3 or 0x203C or 0x2049 or 0x2139 or (>= 0x2190 and <= 0x21FF) or (>= 0x25AA and <= 0x25FE)
            || rune.Value >= 0x1F000)
        && text.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned)
            || rune.Value >= 0x1F000);
}
