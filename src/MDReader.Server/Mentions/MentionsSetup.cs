using MDReader.Server.Search;

namespace MDReader.Server.Mentions;

static class MentionsSetup
{
    public static void AddMentions(this IServiceCollection services) => services.AddSingleton<ITextReader, TextMentions>();
}
