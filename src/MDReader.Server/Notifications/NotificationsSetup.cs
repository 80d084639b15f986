using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Notifications;

static class NotificationsSetup
{
    public static void AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<NotificationsOptions>(configuration, NotificationsOptions.Section);
        services.AddFeatureJson(NotificationsJson.Default);
        services.AddSingleton<VisibleNotifications>();
        services.AddSingleton<NotificationWays>();
        services.AddSingleton<NoticeArrival>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<Muting>();
        services.AddSingleton<Unsubscribing>();
        services.AddSingleton<UnsubscribePage>();
        services.AddSingleton<NotificationLetters>();
        services.AddSingleton<PersonalData, NotificationData>();
        services.ReadOutbox<Notice>(provider => provider.GetRequiredService<NoticeArrival>().Read);
        services.ReadOutbox<WaitingLetter>(provider => provider.GetRequiredService<NotificationLetters>().Read);
        services.ReadOutbox<WaitingDigest>(provider => provider.GetRequiredService<NotificationLetters>().Read);
        services.AddPush();
    }

    static void AddPush(this IServiceCollection services)
    {
        services.AddSingleton<Vapid>();
        services.AddSingleton<PushSending>();
        services.ReadOutbox<WaitingPush>(provider => provider.GetRequiredService<PushSending>().Read);
        services.AddHttpClient(PushSending.ClientName, client => client.Timeout = TimeSpan.FromSeconds(30))
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var anywhere = provider.GetRequiredService<IOptions<NotificationsOptions>>().Value.PushAnywhere;
                return PublicAddresses.Handler(
                    provider.GetRequiredService<ResolveHost>(), address => anywhere || PublicAddresses.IsPublic(address));
            })
            .RemoveAllLoggers();
    }

    public static void MapNotifications(this IEndpointRouteBuilder app, RouteGroupBuilder api)
    {
        api.MapInbox();
        api.MapMutes();
        api.MapSettings();
        api.MapPush();
        var page = app.ServiceProvider.GetRequiredService<UnsubscribePage>();
        app.MapMethods(
                UnsubscribePage.Path + "/{token}",
                [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post],
                (HttpContext context, string token) => page.Serve(context, token))
            .AllowAnonymous().ExcludeFromDescription();
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NotificationPage))]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(UnreadRequest))]
[JsonSerializable(typeof(UnreadCount))]
[JsonSerializable(typeof(MuteList))]
[JsonSerializable(typeof(NotificationSettingsEntry))]
[JsonSerializable(typeof(NotificationSettingsRequest))]
[JsonSerializable(typeof(PushSubscriptionRequest))]
[JsonSerializable(typeof(PushSubscriptionEntry))]
[JsonSerializable(typeof(PushSubscriptions))]
sealed partial class NotificationsJson : JsonSerializerContext;
