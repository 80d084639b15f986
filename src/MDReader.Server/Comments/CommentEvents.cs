using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Comments;

/// <summary>Told when a thread of a document, or anything in it, was made, changed or deleted.</summary>
public sealed record ThreadChanged(Guid WorkspaceId, Guid DocumentId, Guid ThreadId);

/// <summary>Lets open clients know of changed threads: what is in them they ask by REST, where their right is looked at.</summary>
static class LiveComments
{
    const string Event = "comments";

    public static void ListenForThreads(this IServiceProvider services)
    {
        var live = services.GetRequiredService<LiveEvents>();
        var announcements = services.GetRequiredService<Announcements>();
        services.GetRequiredService<Signals>().Listen<ThreadChanged>(changed =>
        {
            live.Tell(changed.DocumentId, new CommentNews(Event, changed.ThreadId));
            announcements.Here(new Hint(changed.WorkspaceId, Event, changed.ThreadId) { DocumentId = changed.DocumentId });
        });
    }

    sealed record CommentNews(string Type, Guid ThreadId);
}
