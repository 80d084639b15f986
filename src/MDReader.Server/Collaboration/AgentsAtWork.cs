using System.Data.Common;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Shows who has a document open that an agent has just done something in it.</summary>
sealed class AgentsAtWork(Rooms rooms, Authorizer authorizer, TimeProvider time)
{
    /// <param name="document">Where it was.</param>
    /// <param name="by">In whose name.</param>
    /// <param name="name">What the agent is called.</param>
    /// <param name="place">Where in the text.</param>
    public async Task Show(Guid document, Caller by, string name, CursorPlace? place)
    {
        try
        {
            if (await authorizer.Standing(document, by.UserId, CancellationToken.None) is not { Role: { } role } standing)
                return;
            var agent = new AgentAtWork(by, standing.WorkspaceId, role, name)
            {
                Clock = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds() / 10,
            };
            await rooms.Send(document, new RoomMessage.ShowAgent(agent, place), CancellationToken.None);
        }
        catch (DbException)
        {
            // What it did is done all the same.
        }
    }
}
