using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Notifications;

/// <summary>How somebody is told of what.</summary>
/// <param name="Events">The channels of each event.</param>
/// <param name="TimeZone">By its IANA name.</param>
/// <param name="DigestHour">When the daily letter goes, by that time zone's clock.</param>
public sealed record NotificationSettingsEntry(
    IReadOnlyDictionary<string, Channels> Events, string TimeZone, int DigestHour)
{
    internal static NotificationSettingsEntry Of(NotificationSettings settings) => new(
        NoticeEvent.All.ToDictionary(@event => @event, settings.Of), settings.TimeZone, settings.DigestHour);
}

/// <summary>What is left out, or null, stays as it is.</summary>
/// <param name="Events">By the event: <c>mention</c>, <c>comment</c>, <c>reply</c>, <c>suggestion</c>,
/// <c>suggestion-accepted</c>, <c>suggestion-rejected</c>, <c>share</c>, <c>invite</c>, <c>access-request</c>.</param>
/// <param name="TimeZone">By its IANA name, such as <c>Europe/Vienna</c>.</param>
/// <param name="DigestHour">0 to 23.</param>
public sealed record NotificationSettingsRequest(
    IReadOnlyDictionary<string, ChannelsRequest>? Events = null, string? TimeZone = null, int? DigestHour = null) : IChecked
{
    public IEnumerable<Flaw> Check()
    {
        foreach (var @event in Events?.Keys.Except(NoticeEvent.All) ?? [])
        {
            yield return new Flaw(
                $"/events/{@event.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}",
                "unknown-event", $"Use {string.Join(", ", NoticeEvent.All)}.");
        }

        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new Flaw("/timeZone", "unknown-time-zone", "Use an IANA name, such as \"Europe/Vienna\".");
        }

        if (DigestHour is < 0 or > 23)
        {
            yield return new Flaw("/digestHour", "out-of-range", $"Choose an hour from 0 to 23 (now {DigestHour}).");
        }
    }
}

/// <summary>What is left out, or null, stays as it is.</summary>
public sealed record ChannelsRequest(bool? InApp = null, bool? Email = null, bool? Digest = null, bool? Push = null)
{
    internal Channels Over(Channels before) => new(
        InApp ?? before.InApp, Email ?? before.Email, Digest ?? before.Digest, Push ?? before.Push);
}

static class SettingsRoutes
{
    public static void MapSettings(this RouteGroupBuilder api)
    {
        var settings = api.MapGroup("/me/notification-settings").NeedScope(Scopes.Account);
        settings.MapGet("", Get).WithName("GetNotificationSettings");
        settings.MapPut("", Put).WithName("PutNotificationSettings").Refuses(Problems.Invalid);
    }

    static async Task<Answer<NotificationSettingsEntry>> Get(Caller caller, Database database, CancellationToken cancellationToken) =>
        Answers.With(NotificationSettingsEntry.Of(
            await database.Read((db, token) => db.SettingsOf(caller.UserId, token), cancellationToken)));

    static async Task<Results<Answer<NotificationSettingsEntry>, Refusal>> Put(
        NotificationSettingsRequest body, Caller caller, Database database, HttpContext context) =>
        Answers.With(NotificationSettingsEntry.Of(await database.Write(
            (db, token) => db.ChangeSettings(
                caller.UserId,
                settings =>
                {
                    foreach (var (@event, channels) in body.Events ?? new Dictionary<string, ChannelsRequest>())
                    {
                        settings.Choose(@event, channels.Over(settings.Of(@event)));
                    }

                    settings.TimeZone = body.TimeZone ?? settings.TimeZone;
                    settings.DigestHour = body.DigestHour ?? settings.DigestHour;
                },
                token),
            context.RequestAborted)));
}
