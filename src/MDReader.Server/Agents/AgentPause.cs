using MDReader.Server.Accounts;
using MDReader.Server.Workspaces;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Agents;

/// <summary>An owner has stopped an agent in their workspace; elsewhere it goes on working for its person.</summary>
public sealed class AgentPause
{
    public required Guid WorkspaceId { get; init; }

    /// <summary>The agent's token.</summary>
    public required Guid TokenId { get; init; }

    public required DateTimeOffset Since { get; init; }
}

sealed class AgentPauseTable : IEntityTypeConfiguration<AgentPause>
{
    public void Configure(EntityTypeBuilder<AgentPause> builder)
    {
        builder.ToTable("agent_pauses");
        builder.HasKey(pause => new { pause.WorkspaceId, pause.TokenId });
        builder.HasIndex(pause => pause.TokenId);
        builder.HasOne<Workspace>().WithMany().HasForeignKey(pause => pause.WorkspaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<PersonalAccessToken>().WithMany().HasForeignKey(pause => pause.TokenId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Whether an agent may work where it wants to.</summary>
sealed class AgentPauses(Database database)
{
    public static Refusal Refusal { get; } =
        Problems.Forbidden.Because("Ask an owner of the workspace, who has paused this agent there.");

    /// <inheritdoc cref="PausedIn"/>
    public async Task<IReadOnlySet<Guid>> In(Guid agent, CancellationToken cancellationToken) => (await database.Look(
        "select workspace_id from agent_pauses where token_id = @token",
        [("@token", database.Stored(agent))],
        row => row.GetGuid(0),
        cancellationToken)).ToHashSet();

    /// <summary>A refusal where it is paused in the document's workspace.</summary>
    public Task<Refusal?> InDocument(Guid document, Caller agent, CancellationToken cancellationToken) => Refuse(
        """
        select 1 from agent_pauses p join documents d on d.workspace_id = p.workspace_id
        where p.token_id = @token and d.id = @id
        """,
        document, agent, cancellationToken);

    /// <summary>A refusal where it is paused in the thread's workspace.</summary>
    public Task<Refusal?> InThread(Guid thread, Caller agent, CancellationToken cancellationToken) => Refuse(
        """
        select 1 from agent_pauses p join documents d on d.workspace_id = p.workspace_id join comment_threads t on t.document_id = d.id
        where p.token_id = @token and t.id = @id
        """,
        thread, agent, cancellationToken);

    async Task<Refusal?> Refuse(string sql, Guid id, Caller agent, CancellationToken cancellationToken) =>
        await database.LookOne(
            sql, [("@token", database.Stored(agent.CredentialId)), ("@id", database.Stored(id))], _ => true, cancellationToken)
            ? Refusal
            : null;
}
