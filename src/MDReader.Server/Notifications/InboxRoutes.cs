using System.Globalization;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MDReader.Server.Notifications;

public sealed record InboxQuery
{
    /// <summary>Only what wasn't read.</summary>
    [FromQuery(Name = "unread")]
    public bool? Unread { get; init; }
}

/// <summary>A page of somebody's notifications, the newest first.</summary>
/// <param name="NextCursor">Null at the end.</param>
/// <param name="Unread">How many there are in all that weren't read.</param>
public sealed record NotificationPage(IReadOnlyList<NotificationEntry> Items, string? NextCursor, int Unread);

/// <summary>What was read: one or more of these.</summary>
/// <param name="Ids">These notifications.</param>
/// <param name="Before">This notification and all older ones, or all up to this time.</param>
/// <param name="ThreadId">Everything about this thread, which the person has seen.</param>
/// <param name="DocumentId">Everything about this document.</param>
public sealed record ReadRequest(
    IReadOnlyList<Guid>? Ids = null, string? Before = null, Guid? ThreadId = null, Guid? DocumentId = null) : IChecked
{
    public const int Most = 200;

    internal (Guid? Id, DateTimeOffset? Time) Until =>
        Guid.TryParse(Before, out var id) ? (id, null)
        : DateTimeOffset.TryParse(Before, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? (null, time.ToUniversalTime())
        : (null, null);

    public IEnumerable<Flaw> Check()
    {
        if (Ids is null && Before is null && ThreadId is null && DocumentId is null)
        {
            yield return new Flaw("", "required", "Say what was read: ids, before, threadId or documentId.");
        }

        if (Ids?.Count > Most)
        {
            yield return new Flaw("/ids", "count", $"Send {Most} ids at most (now {Ids.Count}), or before.");
        }

        if (Before is not null && Until is (null, null))
        {
            yield return new Flaw("/before", "unreadable", "Send a notification's id or its createdAt.");
        }
    }
}

/// <param name="Ids">These notifications.</param>
public sealed record UnreadRequest(IReadOnlyList<Guid>? Ids = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Ids is null ? [new Flaw("/ids", "required", "Say which: send their ids.")]
        : Ids.Count > ReadRequest.Most ? [new Flaw("/ids", "count", $"Send {ReadRequest.Most} ids at most (now {Ids.Count}).")]
        : [];
}

/// <param name="Unread">How many notifications are left that weren't read.</param>
public sealed record UnreadCount(int Unread);

static class InboxRoutes
{
    public static void MapInbox(this RouteGroupBuilder api)
    {
        var notifications = api.MapGroup("/notifications");
        notifications.MapGet("", List).WithName("ListNotifications").Refuses(Problems.CursorMismatch);
        notifications.MapPost("/read", Read).WithName("ReadNotifications").Refuses(Problems.Invalid);
        notifications.MapPost("/unread", Unread).WithName("UnreadNotifications").Refuses(Problems.Invalid);
    }

    static async Task<Results<Answer<NotificationPage>, Refusal>> List(
        [AsParameters] InboxQuery asked, [AsParameters] PageQuery query, HttpContext context, Inbox inbox) =>
        await inbox.Read(asked, query, context) is var (page, refusal) && page is not null ? Answers.With(page) : refusal!;

    static async Task<Results<Answer<UnreadCount>, Refusal>> Read(ReadRequest body, Caller caller, HttpContext context, Inbox inbox) =>
        Answers.With(new UnreadCount(await inbox.MarkRead(caller.UserId, body, context.RequestAborted)));

    static async Task<Results<Answer<UnreadCount>, Refusal>> Unread(UnreadRequest body, Caller caller, HttpContext context, Inbox inbox) =>
        Answers.With(new UnreadCount(await inbox.MarkUnread(caller.UserId, body.Ids!, context.RequestAborted)));
}
