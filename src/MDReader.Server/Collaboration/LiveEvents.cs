using System.Text.Json;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Tells those who have a document open of something that happened to it beside its text: a comment, a new title. It is a
/// hint to look, as message type 102; who isn't there now isn't told.
/// </summary>
public sealed class LiveEvents
{
    readonly Rooms _rooms;

    internal LiveEvents(Rooms rooms) => _rooms = rooms;

    /// <param name="document">Whose sockets are told.</param>
    /// <param name="news">Becomes the JSON; it has a <c>type</c>, by which clients tell events apart.</param>
    public void Tell<T>(Guid document, T news)
        where T : notnull =>
        _rooms.Tell(document, JsonSerializer.SerializeToUtf8Bytes(news, JsonSerializerOptions.Web));
}
