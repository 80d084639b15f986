using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>What happens to a document that nobody in it has asked for.</summary>
sealed class Disturbances(
    SimulatedWorld world,
    SimulatedRights rights,
    IReadOnlyList<SimulatedHouse> houses,
    IReadOnlyList<SimulatedClient> clients,
    IReadOnlyList<SimulatedWriter> writers)
{
    public void Happen(SimulatedHouse house)
    {
        switch (world.Chance.Next(12))
        {
            case < 3:
                ChangeRole(clients[world.Chance.Next(clients.Count)].User);
                break;
            case < 5:
                rights.Pause(writers[world.Chance.Next(writers.Count)].Credential);
                break;
            case 5:
                Trash();
                break;
            case 6:
                house.Crash();
                break;
            case 7:
                house.Fail();
                break;
            case 8:
                world.Relay.CutOff(house);
                break;
            case 9:
                house.Meet();
                break;
            case 10:
                world.Log.BackUp();
                world.Checker.BackedUp();
                break;
            default:
                BeginNewEpoch();
                break;
        }
    }

    void ChangeRole(Guid user)
    {
        var role = rights.Of(user) == Role.Editor ? Role.Viewer : Role.Editor;
        rights.Set(user, role);
        foreach (var client in clients.Where(client => client.User == user))
            client.WasLowered = true;
        Signal(new RoomMessage.SendAway(peer => peer.UserId == user && peer.Role != role, role == Role.Viewer
            ? new(CloseCode.NotPermitted, "Your role was changed.")
            : new(CloseCode.Restarting, "Your role was changed; connect again.")));
    }

    void Trash()
    {
        world.Log.IsInTheTrash = true;
        Signal(new RoomMessage.SendAway(_ => true, new(CloseCode.NoSuchDocument, "The document is in the trash.")));
    }

    // The document goes back to what it was, or loses its history. Who can't be told of it has their page loaded anew.
    void BeginNewEpoch()
    {
        if (world.Chance.Next(2) == 0)
            world.Log.Replace();
        else if (world.Log.Restore())
            world.Checker.Restored();
        else
            return;
        world.Checker.Happened += new Happened(Epochs: 1);
        foreach (var client in clients.Where(client => client.IsHocuspocus))
        {
            client.Leave();
            client.StartAnew();
        }
    }

    // It is a hint, and may get lost; the log decides.
    void Signal(RoomMessage message)
    {
        foreach (var house in houses)
            if (world.Chance.Next(3) > 0)
                house.Hint(message);
    }
}
