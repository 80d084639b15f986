using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Suggestions;

static class SuggestionsSetup
{
    const string Event = "suggestions";

    public static void AddSuggestions(this IServiceCollection services)
    {
        services.AddFeatureJson(SuggestionsJson.Default);
        services.AddSingleton<SuggestionReading>();
        services.AddSingleton<SuggestionDesk>();
        services.AddSingleton<SuggestionNotices>();
        services.AddSingleton<WorkingOut>();
        services.AddSingleton<NewSuggestion>();
        services.AddSingleton<TakingIn>();
        services.AddSingleton<Deciding>();
        services.AddSingleton<TakingOut>();
        services.AddSingleton<Reopening>();
        services.AddSingleton<PersonalData, SuggestionData>();
    }

    public static void MapSuggestions(this RouteGroupBuilder api)
    {
        api.MapSuggestionRoutes();
        Listen(((IEndpointRouteBuilder)api).ServiceProvider);
    }

    static void Listen(IServiceProvider services)
    {
        var live = services.GetRequiredService<LiveEvents>();
        var announcements = services.GetRequiredService<Announcements>();
        services.GetRequiredService<Signals>().Listen<SuggestionChanged>(changed =>
        {
            live.Tell(changed.DocumentId, new SuggestionNews(Event, changed.SuggestionId));
            announcements.Here(new Hint(changed.WorkspaceId, Event, changed.SuggestionId) { DocumentId = changed.DocumentId });
        });
    }

    sealed record SuggestionNews(string Type, Guid SuggestionId);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SuggestionRequest))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(AcceptTogetherRequest))]
[JsonSerializable(typeof(AcceptedTogether))]
[JsonSerializable(typeof(ReopenRequest))]
[JsonSerializable(typeof(Reopened))]
[JsonSerializable(typeof(SuggestionEntry))]
[JsonSerializable(typeof(Page<SuggestionEntry>))]
sealed partial class SuggestionsJson : JsonSerializerContext;
