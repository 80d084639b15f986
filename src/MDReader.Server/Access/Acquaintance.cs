using MDReader.Server.Platform;

namespace MDReader.Server.Access;

/// <summary>Who may see what another person looks like: people of one workspace, and people of one document.</summary>
public sealed class Acquaintance(Platform.Database database, TimeProvider time)
{
    const string Sql = """
        select 1
        where @caller = @person
            or exists (
                select 1 from memberships mine
                join memberships theirs on theirs.workspace_id = mine.workspace_id and theirs.user_id = @person
                where mine.user_id = @caller)
            or exists (
                select 1 from document_grants mine
                join documents d on d.id = mine.document_id
                where mine.user_id = @caller and (mine.expires_at is null or mine.expires_at > @now)
                    and (exists (
                            select 1 from memberships m where m.workspace_id = d.workspace_id and m.user_id = @person)
                        or exists (
                            select 1 from document_grants g where g.document_id = d.id and g.user_id = @person
                                and (g.expires_at is null or g.expires_at > @now))))
            or exists (
                select 1 from document_grants theirs
                join documents d on d.id = theirs.document_id
                join memberships mine on mine.workspace_id = d.workspace_id and mine.user_id = @caller
                where theirs.user_id = @person and (theirs.expires_at is null or theirs.expires_at > @now))
        """;

    /// <summary>Oneself one always knows.</summary>
    public async Task<bool> Knows(Guid callerId, Guid personId, CancellationToken cancellationToken) =>
        await database.LookOne(
            Sql,
            [
                ("@caller", database.Stored(callerId)),
                ("@person", database.Stored(personId)),
                ("@now", database.Stored(time.Now())),
            ],
            _ => true,
            cancellationToken);
}
