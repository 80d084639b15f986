using MDReader.Server.Collaboration;

namespace MDReader.Server.Agents;

/// <summary>With what an agent changes something, where it may, and is seen doing so.</summary>
sealed record AgentHands(
    AgentPauses Pauses, ContentWriting Writing, Commenting Commenting, Proposing Proposing, AgentsAtWork AtWork);
