using System.Security.Cryptography;
using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Collaboration;

static class CollaborationSetup
{
    public static void AddCollaboration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<CollaborationOptions>(configuration, CollaborationOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<CollaborationOptions>>().Value);

        // uint32 like yjs's own; 0 is left out.
        services.AddSingleton<NewClientId>(() => (ulong)RandomNumberGenerator.GetInt32(1, int.MaxValue));
        services.AddSingleton<UpdateRoad>();
        services.AddSingleton<UpdateLog>();
        services.AddSingleton<UsedTickets>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<SocketCounts>();
        services.AddSingleton<SocketEntry>();
        services.AddSingleton<Seats>();
        services.AddSingleton(provider => new LiveEvents(provider.GetRequiredService<Rooms>()));
        services.AddSingleton<AgentsAtWork>();
        services.AddSingleton<SocketEndpoint>();
        services.AddSingleton<History>();
        services.AddSingleton<ContentReading>();
        services.AddSingleton<ContentWriting>();
        services.AddSingleton<CommittedText>();
        services.AddSingleton(provider =>
            new PublicLimit("contentBytes", provider.GetRequiredService<CollaborationOptions>().TextLimit));
        services.AddSingleton<PersonalData, WritingData>();
        services.AddSingleton<WorkspaceUsage, TextUsage>();
        services.AddSingleton<FirstText>();
        services.AddSingleton<WriteFirstText>(provider => provider.GetRequiredService<FirstText>().Write);
        services.AddSingleton<ReadText>(provider => provider.GetRequiredService<FirstText>().Read);
        services.AddSingleton<Credentials>();
        services.AddSingleton<RightsReview>();
        services.AddHostedService(provider => provider.GetRequiredService<RightsReview>());

        // Rooms stop before the committer: they are stopped in reverse order.
        services.AddSingleton<OpenAppend>(provider =>
        {
            var database = provider.GetRequiredService<Database>();
            return async cancellation => new AppendStatements(await database.OpenConnection(cancellation), database);
        });
        services.AddSingleton<GroupCommit>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        services.AddSingleton<Attendance>();
        services.AddHostedService(provider => provider.GetRequiredService<Attendance>());
        services.AddSingleton<RoomSetting>();
        services.AddSingleton<Rooms>();
        services.AddHostedService(provider => provider.GetRequiredService<Rooms>());
        services.AddHostedService<LogWatch>();
        services.AddHostedService<MemoryReturn>();
    }

    public static void MapCollaboration(this IEndpointRouteBuilder app, RouteGroupBuilder api)
    {
        ContentRoutes.Map(api);
        TicketRoutes.Map(api);
        PresenceRoutes.Map(api);
        var endpoint = app.ServiceProvider.GetRequiredService<SocketEndpoint>();
        // Any name: of one that is no document's the client is told by a close code, as of any other that isn't there.
        app.Map("/collab/{**document}", (HttpContext context, string document) => endpoint.Serve(context, document))
            .ExcludeFromDescription().WithMetadata(new RefusesByItself());
        app.Map("/collab", (HttpContext context) => endpoint.ServeMany(context))
            .ExcludeFromDescription().WithMetadata(new RefusesByItself());
        Listen(
            app.ServiceProvider.GetRequiredService<Signals>(),
            app.ServiceProvider.GetRequiredService<Rooms>(),
            app.ServiceProvider.GetRequiredService<Seats>(),
            app.ServiceProvider.GetRequiredService<RightsReview>());
    }

    // What takes a right away elsewhere ends the sockets that stood on it.
    static void Listen(Signals signals, Rooms rooms, Seats seats, RightsReview review)
    {
        signals.Listen<CredentialRevoked>(revoked =>
        {
            seats.ChangeRights();
            rooms.SendAway(peer => peer.CredentialId == revoked.CredentialId, RightsReview.SignedOut);
        });
        signals.Listen<DocumentTrashed>(trashed =>
            rooms.SendAway(trashed.DocumentId, _ => true, new(CloseCode.NoSuchDocument, "The document is in the trash.")));
        signals.Listen<DocumentPurged>(purged =>
            rooms.SendAway(purged.DocumentId, _ => true, new(CloseCode.NoSuchDocument, "The document is gone.")));
        signals.Listen<DocumentMoved>(moved =>
            rooms.SendAway(moved.DocumentId, _ => true, new(CloseCode.Restarting, "The document was moved; connect again.")));
        signals.Listen<WorkspaceDeleted>(deleted =>
            rooms.SendAway(peer => peer.WorkspaceId == deleted.WorkspaceId,
                new(CloseCode.NoSuchDocument, "The workspace is gone.")));
        signals.Listen<RoleChanged>(change =>
            Look((_, peer) => peer.UserId == change.UserId && peer.WorkspaceId == change.WorkspaceId));
        signals.Listen<AgentPaused>(paused =>
            Look((_, peer) => peer.CredentialId == paused.CredentialId && peer.WorkspaceId == paused.WorkspaceId));
        signals.Listen<GrantChanged>(change => Look((document, peer) => document == change.DocumentId && peer.UserId == change.UserId));
        signals.Listen<GrantsChanged>(change => Look((document, _) => document == change.DocumentId));

        void Look(Func<Guid, Peer, bool> which)
        {
            seats.ChangeRights();
            _ = review.Look(which);
        }
    }
}
