using MDReader.Server.Collaboration;

namespace MDReader.Server.Agents;

/// <summary>With what an agent changes something, and is seen doing so.</summary>
sealed record AgentHands(ContentWriting Writing, Commenting Commenting, Proposing Proposing, AgentsAtWork AtWork);
