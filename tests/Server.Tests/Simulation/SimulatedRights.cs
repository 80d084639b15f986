using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>Who may write just now, and which agents are paused.</summary>
sealed class SimulatedRights
{
    readonly Dictionary<Guid, Role> _roles = [];
    readonly HashSet<Guid> _paused = [];

    public Role Of(Guid user) => _roles.GetValueOrDefault(user, Role.Viewer);

    public void Set(Guid user, Role role) => _roles[user] = role;

    /// <summary>Pauses an agent, or lets it go on.</summary>
    public void Pause(Guid credential)
    {
        if (!_paused.Remove(credential))
            _paused.Add(credential);
    }

    public void LetEverybodyWrite()
    {
        _paused.Clear();
        foreach (var user in _roles.Keys)
            _roles[user] = Role.Editor;
    }

    public bool Allow(Edit edit) => Refuse(edit, Sabotage.None) is null;

    /// <summary>Why an edit may not be written, by the production fence.</summary>
    public Appended.Refused? Refuse(Edit edit, Sabotage sabotage)
    {
        var isPaused = _paused.Contains(edit.Credential);
        var standing = new Standing(SimulatedWorld.Workspace, Trashed: false, Epoch: 0, Of(edit.Writer));
        return sabotage == Sabotage.BlamesThePerson && isPaused ? new Appended.NotPermitted(edit.Writer)
            : new Fence(standing, IsGood: !isPaused || sabotage == Sabotage.OverlooksThePause).Refuse(edit);
    }
}
