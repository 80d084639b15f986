using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>What the caller is told of, and how.</summary>
public sealed class Notifications
{
    readonly Calls _calls;

    internal Notifications(Calls calls) => _calls = calls;

    /// <summary>The newest first.</summary>
    /// <param name="unread">Only those that weren't read.</param>
    public IAsyncEnumerable<Notification> List(bool unread = false, CancellationToken cancellation = default) =>
        _calls.List<Notification>("notifications".With("unread", unread), cancellation);

    /// <summary>The newest, and how many weren't read in all.</summary>
    public Task<NotificationPage> Newest(bool unread = false, CancellationToken cancellation = default) =>
        _calls.Get<NotificationPage>("notifications".With("unread", unread), cancellation);

    /// <summary>Marks notifications as read.</summary>
    public Task<UnreadCount> Read(WhatWasRead read, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<UnreadCount>(
            "notifications/read",
            Bodies.Of(
                ("ids", Bodies.List(read.Ids, id => id)), ("before", read.Before), ("threadId", read.ThreadId),
                ("documentId", read.DocumentId)),
            key, cancellation);

    /// <summary>Marks them as not read, to come back to them.</summary>
    public Task<UnreadCount> Unread(IEnumerable<Guid> notifications, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<UnreadCount>("notifications/unread", Bodies.Of(("ids", Bodies.List(notifications, id => id))), key, cancellation);

    public Task<NotificationSettings> Settings(CancellationToken cancellation = default) =>
        _calls.Get<NotificationSettings>("me/notification-settings", cancellation);

    public Task<NotificationSettings> ChangeSettings(
        NotificationSettingsChanges changes, CancellationToken cancellation = default) => _calls.Put<NotificationSettings>(
        "me/notification-settings",
        Bodies.Of(("events", Channels(changes.Events)), ("timeZone", changes.TimeZone), ("digestHour", changes.DigestHour)),
        cancellation);

    /// <summary>The caller's browsers that are woken.</summary>
    public Task<PushSubscriptions> PushSubscriptions(CancellationToken cancellation = default) =>
        _calls.Get<PushSubscriptions>("me/push-subscriptions", cancellation);

    /// <param name="endpoint">The push service's address.</param>
    /// <param name="p256dh">The browser's public key.</param>
    /// <param name="auth">The secret that pushes are encrypted with.</param>
    public Task<PushSubscription> AddPushSubscription(
        string endpoint, string p256dh, string auth, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<PushSubscription>(
            "me/push-subscriptions",
            Bodies.Of(("endpoint", endpoint), ("keys", Bodies.Of(("p256dh", p256dh), ("auth", auth)))), key, cancellation);

    public Task RemovePushSubscription(Guid subscription, CancellationToken cancellation = default) =>
        _calls.Delete($"me/push-subscriptions/{subscription}", cancellation);

    static JsonObject? Channels(IReadOnlyDictionary<string, ChannelChanges>? events)
    {
        if (events is null)
            return null;
        var body = Bodies.Of();
        foreach (var (name, changes) in events)
            body[name] = Bodies.Of(
                ("inApp", changes.InApp), ("email", changes.Email), ("digest", changes.Digest), ("push", changes.Push));
        return body;
    }
}

/// <summary>One or more of these.</summary>
public sealed record WhatWasRead
{
    /// <summary>These notifications.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>A notification's id or time: it and all older ones.</summary>
    public string? Before { get; init; }

    /// <summary>Everything about this thread.</summary>
    public Guid? ThreadId { get; init; }

    /// <summary>Everything about this document.</summary>
    public Guid? DocumentId { get; init; }
}

/// <summary>One notification, with what it is about as that is now.</summary>
/// <param name="Event"><c>mention</c>, <c>comment</c>, <c>reply</c>, <c>suggestion</c>, <c>suggestion-accepted</c>,
/// <c>suggestion-rejected</c>, <c>share</c>, <c>invite</c> or <c>access-request</c>.</param>
/// <param name="Actor">Whose doing it is.</param>
/// <param name="DocumentId">Null where it is about the workspace.</param>
/// <param name="SubjectId">The invite, the request for access or the suggestion that it is about.</param>
/// <param name="Role">The role that was given or is asked for.</param>
/// <param name="Quote">What the thread is about.</param>
/// <param name="ThreadStatus"><c>open</c> or <c>resolved</c>; null where it is about no thread.</param>
/// <param name="Muted"><c>thread</c> or <c>document</c> where the caller hears nothing more of it.</param>
/// <param name="Excerpt">The beginning of the comment, in Markdown, or why something is suggested.</param>
public sealed record Notification(
    Guid Id, string Event, Actor? Actor, Guid WorkspaceId, string? Workspace, Guid? DocumentId, string? Title, Guid? ThreadId,
    Guid? CommentId, Guid? SubjectId, Role? Role, string? Quote, string? Excerpt, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt,
    string? ThreadStatus, string? Muted);

/// <param name="Id">Null for somebody without an account.</param>
public sealed record Actor(Guid? Id, string Name);

/// <param name="Unread">How many there are in all that weren't read.</param>
public sealed record NotificationPage(IReadOnlyList<Notification> Items, string? NextCursor, int Unread);

/// <param name="Unread">How many are left that weren't read.</param>
public sealed record UnreadCount(int Unread);

/// <summary>How somebody is told of what.</summary>
/// <param name="Events">By the event, as <see cref="Notification.Event"/> has it.</param>
/// <param name="TimeZone">By its IANA name.</param>
/// <param name="DigestHour">When the daily letter goes, by that time zone's clock.</param>
public sealed record NotificationSettings(IReadOnlyDictionary<string, Channels> Events, string TimeZone, int DigestHour);

/// <summary>By which ways somebody hears of one kind of event.</summary>
/// <param name="InApp">In the inbox.</param>
/// <param name="Email">By a letter at once, unless they have seen it.</param>
/// <param name="Digest">In a letter a day, unless they have seen it or had one at once.</param>
/// <param name="Push">By their browsers, unless they have the document open.</param>
public sealed record Channels(bool InApp, bool Email, bool Digest, bool Push);

/// <summary>What is left out stays as it is.</summary>
public sealed record NotificationSettingsChanges
{
    /// <inheritdoc cref="NotificationSettings.Events"/>
    public IReadOnlyDictionary<string, ChannelChanges>? Events { get; init; }

    /// <summary>By its IANA name, such as <c>Europe/Vienna</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>0 to 23.</summary>
    public int? DigestHour { get; init; }
}

/// <summary>What is left out stays as it is.</summary>
public sealed record ChannelChanges(bool? InApp = null, bool? Email = null, bool? Digest = null, bool? Push = null);

/// <param name="PublicKey">For <c>applicationServerKey</c> when another one subscribes.</param>
public sealed record PushSubscriptions(string PublicKey, IReadOnlyList<PushSubscription> Items);

/// <param name="Service">The host of its push service.</param>
public sealed record PushSubscription(Guid Id, string Service, DateTimeOffset CreatedAt);
