using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace MDReader.Server.Feed;

/// <summary>A page of everything in a workspace.</summary>
/// <param name="Items">In no order that means anything.</param>
/// <param name="NextCursor">Null at the end.</param>
/// <param name="SyncCursor">Ask for changes since this one when the last page is read; every page gives the same.</param>
public sealed record FeedSnapshot(IReadOnlyList<SyncedObject> Items, string? NextCursor, string SyncCursor);

/// <summary>What changed.</summary>
/// <param name="Changes">Each object at most once, as it is now.</param>
/// <param name="NextCursor">Ask with it the next time.</param>
/// <param name="HasMore">Whether to ask again at once.</param>
public sealed record FeedChanges(IReadOnlyList<SyncedObject> Changes, string NextCursor, bool HasMore);

public sealed record ChangesQuery
{
    /// <summary>A snapshot's <c>syncCursor</c> or the <c>nextCursor</c> of the changes before; without it,
    /// everything as it is now.</summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    /// <summary>Changes wanted, 1 to 200; more is 200. Without it 50.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>Seconds to wait for a change when there is none; more than 25 is 25.</summary>
    [FromQuery(Name = "wait")]
    public int? Wait { get; init; }
}

static class FeedRoutes
{
    const int Most = 200;
    const int Usual = 50;

    public static void MapFeedRoutes(this RouteGroupBuilder api)
    {
        var feed = api.MapGroup("/workspaces/{workspace:guid}");
        feed.MapGet("/snapshot", Snapshot).WithName("ReadSnapshot").Refuses(Problems.NotFound, Problems.CursorMismatch);
        feed.MapGet("/changes", Changes).WithName("ReadChanges")
            .Refuses(Problems.NotFound, Problems.CursorMismatch, Problems.SyncCursorExpired);
        feed.MapGet("/events", Events).WithName("StreamEvents").Refuses(Problems.NotFound);
    }

    static async Task<Results<Answer<FeedSnapshot>, Refusal>> Snapshot(
        Guid workspace, [AsParameters] PageQuery query, HttpContext context, Feeds feeds)
    {
        var onlooker = new Onlooker(workspace, Caller.Of(context)!.UserId);
        if (Limit(query.Limit) is not { } limit)
        {
            return WrongLimit(query.Limit);
        }

        var (page, refusal) = await feeds.Snapshot(onlooker, query.Cursor, limit, context.RequestAborted);
        if (page is null)
        {
            return refusal!;
        }

        if (page.NextCursor is { } next)
        {
            var link = QueryHelpers.AddQueryString(
                context.Request.Path, new Dictionary<string, string?> { ["limit"] = $"{limit}", ["cursor"] = next });
            context.Response.Headers.Link = $"<{link}>; rel=\"next\"";
        }

        return Answers.With(page);
    }

    static async Task<Results<Answer<FeedChanges>, Refusal>> Changes(
        Guid workspace, [AsParameters] ChangesQuery query, HttpContext context, Feeds feeds)
    {
        var onlooker = new Onlooker(workspace, Caller.Of(context)!.UserId);
        if (Limit(query.Limit) is not { } limit)
        {
            return WrongLimit(query.Limit);
        }

        if (query.Wait < 0)
        {
            return Problems.BadRequest.Because($"Send a wait of 0 to 25 seconds (now {query.Wait}).");
        }

        var wait = TimeSpan.FromSeconds(query.Wait ?? 0);
        var (changes, refusal) = await feeds.Changes(onlooker, query.Since, (limit, wait), context.RequestAborted);
        return changes is null ? refusal! : Answers.With(changes);
    }

    static async Task<Results<ServerSentEventsResult<HintLine>, Refusal>> Events(
        Guid workspace, Caller caller, HttpContext context, Feeds feeds, HintStream hints)
    {
        var onlooker = new Onlooker(workspace, caller.UserId);
        return await feeds.MaySee(onlooker, context.RequestAborted)
            ? TypedResults.ServerSentEvents(hints.Read(onlooker, caller, context.RequestAborted))
            : Feeds.Hidden();
    }

    static int? Limit(int? asked) => asked < 1 ? null : Math.Min(asked ?? Usual, Most);

    static Refusal WrongLimit(int? asked) => Problems.BadRequest.Because($"Send a limit of 1 to {Most} (now {asked}).");
}
