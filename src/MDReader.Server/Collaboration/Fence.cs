using System.Data.Common;
using MDReader.Server.Access;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What every edit passes inside the transaction that appends it: how its writer stands to the document, and whether what
/// they have proven themselves by is good still. Both may have ended since the edit arrived, on whichever process.
/// </summary>
/// <param name="Standing">The writer's.</param>
/// <param name="IsGood">Whether the session or the token hasn't ended, run out or been paused.</param>
readonly record struct Fence(Standing Standing, bool IsGood)
{
    /// <summary>
    /// <see cref="Access.Standing.Sql"/> for <c>@document</c>, <c>@user</c> and <c>@now</c>, and behind it whether
    /// <c>@credential</c> is good. People have sessions, which are found by their key; the rest is asked of tokens alone.
    /// </summary>
    public const string Sql = $"""
        select {Access.Standing.ColumnsSql},
            exists (select 1 from sessions s where s.id = @credential and s.ended_at is null)
            or exists (select 1 from personal_access_tokens t
                where t.id = @credential and t.expires_at > @now and t.paused_at is null
                and not exists (select 1 from agent_pauses p where p.token_id = t.id and p.workspace_id = d.workspace_id)) as good
        from documents d
        {Access.Standing.JoinsSql}
        where d.id = @document
        """;

    /// <summary>Why the edit may not be appended; null where it may.</summary>
    public Appended.Refused? Refuse(Edit edit) =>
        !IsGood ? new Appended.CredentialEnded(edit.Credential)
        : !Standing.May(Ability.Write) ? new Appended.NotPermitted(edit.Writer)
        : null;

    /// <summary>The row that a reader of <see cref="Sql"/> stands on.</summary>
    public static Fence Read(DbDataReader row) => new(Standing.Read(row), row.GetBoolean(4));
}
