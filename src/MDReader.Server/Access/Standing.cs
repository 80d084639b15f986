using System.Data.Common;

namespace MDReader.Server.Access;

/// <summary>How a person stands to a document at one moment: the fence that every append passes is this row, read again
/// inside the appending transaction.</summary>
/// <param name="WorkspaceId">Where the document is.</param>
/// <param name="Trashed">Nothing is written to a document in the trash.</param>
/// <param name="Epoch">Which life of the text this is; state of another epoch must not be merged into it.</param>
/// <param name="Role">Null: for this person the document does not exist.</param>
public readonly record struct Standing(Guid WorkspaceId, bool Trashed, int Epoch, Role? Role)
{
    /// <summary>What <see cref="RoleSql"/> needs joined to the documents <c>d</c>: how <c>@user</c> stands to each
    /// <c>@now</c>. In a restricted document a role in the workspace counts for nothing, but an owner's.</summary>
    public const string JoinsSql = """
        left join memberships m on m.workspace_id = d.workspace_id and m.user_id = @user
            and (not d.is_restricted or m.role = 'owner')
        left join document_grants g on g.document_id = d.id and g.user_id = @user
            and (g.expires_at is null or g.expires_at > @now)
        """;

    /// <summary>The word of the role, null where the document is hidden. A role in the document goes before one in its
    /// workspace, but nobody takes a document from the workspace's owners, and a link takes nothing from anybody.</summary>
    public const string RoleSql = """
        case when m.role = 'owner' then m.role
             when g.link_id is null then coalesce(g.role, m.role)
             when m.role = 'editor' or (m.role = 'commenter' and g.role = 'viewer') then m.role
             else g.role end
        """;

    /// <summary>What <see cref="Read"/> reads, from <see cref="JoinsSql"/>.</summary>
    public const string ColumnsSql = $"""
        d.workspace_id, d.trashed_at is not null as trashed, d.epoch, {RoleSql} as role
        """;

    /// <summary>
    /// One row of (workspace_id text, trashed 0/1, epoch integer, role text or null) for <c>@document</c>, <c>@user</c> and
    /// <c>@now</c>, none when there is no such document. The only SQL that decides on a document, whether asked by REST,
    /// by a socket or by the append.
    /// </summary>
    public const string Sql = $"""
        select {ColumnsSql}
        from documents d
        {JoinsSql}
        where d.id = @document
        """;

    /// <summary>What a role in the workspace counts for in one of its documents, as <see cref="JoinsSql"/> has it.</summary>
    public static Role? InDocument(Role? inWorkspace, bool isRestricted) =>
        isRestricted && inWorkspace != Access.Role.Owner ? null : inWorkspace;

    /// <summary><see cref="RoleSql"/> for roles that were read already, the first by <see cref="InDocument"/>.</summary>
    public static Role? RoleOf(Role? inWorkspace, DocumentGrant? inDocument) => inDocument switch
    {
        null => inWorkspace,
        { LinkId: not null } => inWorkspace > inDocument.Role ? inWorkspace : inDocument.Role,
        _ => inWorkspace == Access.Role.Owner ? inWorkspace : inDocument.Role,
    };

    /// <summary>The row that a reader of <see cref="Sql"/> stands on.</summary>
    public static Standing Read(DbDataReader row) =>
        new(row.GetGuid(0), row.GetBoolean(1), row.GetInt32(2), row.IsDBNull(3) ? null : RoleWords.Read(row.GetString(3)));

    public bool May(Ability ability) => Role is { } role && role.May(ability);
}

/// <summary>What somebody wants to do.</summary>
public enum Ability
{
    Read,
    Comment,
    Write,

    /// <summary>Change who may do what, rename or delete the workspace.</summary>
    Own,
}

public static class Abilities
{
    public static bool May(this Role role, Ability ability) => role >= ability switch
    {
        Ability.Read => Role.Viewer,
        Ability.Comment => Role.Commenter,
        Ability.Write => Role.Editor,
        Ability.Own => Role.Owner,
        _ => throw new ArgumentOutOfRangeException(nameof(ability), ability, "There are four abilities."),
    };
}
