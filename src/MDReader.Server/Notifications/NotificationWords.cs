using System.Text.RegularExpressions;
using MDReader.Server.Platform;

namespace MDReader.Server.Notifications;

/// <summary>What letters and pushes say of a notification. All of it is text; where it stands in HTML it is escaped there.</summary>
static partial class NotificationWords
{
    const int LongestSubject = 150;

    public static string Sentence(NotificationEntry entry)
    {
        var (who, title, workspace) = (entry.Actor?.Name ?? "Somebody", entry.Title ?? "a document", entry.Workspace ?? "a workspace");
        return entry.Event switch
        {
            NoticeEvent.Mention => $"{who} mentioned you in {title}",
            NoticeEvent.Comment => $"{who} commented on {title}",
            NoticeEvent.Reply => $"{who} answered in {title}",
            NoticeEvent.Suggestion => $"{who} suggested changes to {title}",
            NoticeEvent.SuggestionAccepted => $"{who} accepted changes that you suggested in {title}",
            NoticeEvent.SuggestionRejected => $"{who} rejected changes that you suggested in {title}",
            NoticeEvent.Share => $"{who} shared {title} with you{As(entry.Role)}",
            NoticeEvent.Invite when entry.SubjectId is not null => $"{who} invites you to {workspace}{As(entry.Role)}",
            NoticeEvent.Invite => $"{who} brought you into {workspace}{As(entry.Role)}",
            NoticeEvent.AccessRequest => $"{who} asks for access to {title}{As(entry.Role)}",
            _ => $"{who} did something in {title}",
        };
    }

    public static string Subject(NotificationEntry entry)
    {
        var sentence = Sentence(entry);
        return sentence.Length <= LongestSubject ? sentence : sentence[..LongestSubject].TrimEnd() + "…";
    }

    /// <summary>What was said, without the marks of mentions.</summary>
    public static string? Said(NotificationEntry entry) => Plain(entry.Excerpt);

    /// <summary>Where in the web client it leads.</summary>
    public static string Path(NotificationEntry entry) => entry switch
    {
        { DocumentId: { } document, ThreadId: { } thread } => $"/d/{document}?thread={thread}",
        { DocumentId: { } document, SubjectId: { } suggestion } when IsOfSuggestion(entry.Event) =>
            $"/d/{document}?suggestion={suggestion}",
        { DocumentId: { } document, Event: NoticeEvent.AccessRequest } => $"/d/{document}?share",
        { DocumentId: { } document } => $"/d/{document}",
        _ => $"/w/{entry.WorkspaceId}",
    };

    /// <summary>The notification as a part of a letter.</summary>
    public static IEnumerable<MailPart> Parts(NotificationEntry entry, Post post)
    {
        yield return new MailPart.Paragraph($"{Sentence(entry)}.");
        if (Plain(entry.Quote) is { } quote)
        {
            yield return new MailPart.Paragraph($"On: “{quote}”");
        }

        if (Said(entry) is { } said)
        {
            yield return new MailPart.Paragraph(said);
        }

        if (post.Address(Path(entry)) is { } address)
        {
            yield return new MailPart.Link(entry.DocumentId is null ? "Open the workspace" : "Open the document", address);
        }
    }

    static string? Plain(string? text) => text is { Length: > 0 } ? Mention().Replace(text, "@$1") : null;

    static bool IsOfSuggestion(string @event) =>
        @event is NoticeEvent.Suggestion or NoticeEvent.SuggestionAccepted or NoticeEvent.SuggestionRejected;

    static string As(string? role) => role is null ? "" : $", as {role}";

    [GeneratedRegex(@"@\[([^\]\r\n]{1,200})\]\([0-9a-fA-F-]{36}\)", RegexOptions.NonBacktracking)]
    private static partial Regex Mention();
}
