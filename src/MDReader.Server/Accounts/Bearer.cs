using System.Data.Common;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>Who a bearer token speaks for. The token's word is checked against its session, or its own row, every time:
/// what was revoked a moment ago opens nothing.</summary>
sealed class Bearer(Database database, AccessTokens accessTokens, ReadPoolToken readPoolToken, TimeProvider time)
{
    const string InSession = """
        select u.name, u.is_guest from sessions s join users u on u.id = s.user_id
        where s.id = @session and s.user_id = @user and s.ended_at is null
        """;

    const string OfToken = """
        select t.id, t.user_id, u.name, t.scopes, t.expires_at, t.last_used_at, t.name, t.is_agent
        from personal_access_tokens t join users u on u.id = t.user_id where t.hash = @hash and t.paused_at is null
        """;

    static readonly TimeSpan NoteUseEvery = TimeSpan.FromMinutes(1);

    public async ValueTask<Caller?> Authenticate(string token, CancellationToken cancellationToken) =>
        token.StartsWith(PersonalAccessToken.Prefix, StringComparison.Ordinal)
            ? await OfPersonalToken(token, cancellationToken)
            : await OfAccessToken(token, cancellationToken);

    /// <inheritdoc cref="Platform.StillGood"/>
    public async Task<IReadOnlySet<Guid>> StillGood(IReadOnlyCollection<Guid> credentials, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return await database.Read(
            async (db, token) => (IReadOnlySet<Guid>)(HashSet<Guid>)
            [
                .. await db.Sessions.Where(session => credentials.Contains(session.Id) && session.EndedAt == null)
                    .Select(session => session.Id).ToListAsync(token),
                .. await db.PersonalAccessTokens
                    .Where(known => credentials.Contains(known.Id) && known.ExpiresAt > now && known.PausedAt == null)
                    .Select(known => known.Id).ToListAsync(token),
            ],
            cancellationToken);
    }

    async Task<Caller?> OfAccessToken(string token, CancellationToken cancellationToken)
    {
        if ((await accessTokens.Read(token) ?? await readPoolToken(token, cancellationToken)) is not var (userId, sessionId, expiresAt))
        {
            return null;
        }

        var (name, isGuest) = await database.LookOne<(string? Name, bool IsGuest)>(
            InSession,
            [("@session", database.Stored(sessionId)), ("@user", database.Stored(userId))],
            row => (row.GetString(0), row.GetBoolean(1)),
            cancellationToken);
        return name is null
            ? null
            : new Caller(userId, name, sessionId, isGuest ? Scopes.Read | Scopes.Write : Scopes.All, expiresAt)
            {
                IsGuest = isGuest,
            };
    }

    async Task<Caller?> OfPersonalToken(string token, CancellationToken cancellationToken)
    {
        var (caller, lastUsed) = await database.LookOne<(Caller? Caller, DateTimeOffset LastUsed)>(
            OfToken,
            [("@hash", SecretToken.Hash(token))],
            row => (
                new Caller(
                    row.GetGuid(1),
                    row.GetString(2),
                    row.GetGuid(0),
                    (Scopes)row.GetInt32(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))
                {
                    TokenName = row.GetString(6),
                    IsAgent = row.GetBoolean(7),
                    Via = new(row.GetBoolean(7) ? Way.Agent : Way.Api, row.GetGuid(0)),
                },
                row.IsDBNull(5) ? DateTimeOffset.MinValue : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
            cancellationToken);
        var now = time.GetUtcNow();
        if (caller is null || now >= caller.ExpiresAt)
        {
            return null;
        }

        if (now - lastUsed >= NoteUseEvery)
        {
            await NoteUse(caller.CredentialId, cancellationToken);
        }

        return caller;
    }

    /// <summary>For the person who made it. A database that takes no writes now still lets them read.</summary>
    async Task NoteUse(Guid tokenId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        try
        {
            await database.Write(
                (db, token) => db.PersonalAccessTokens.Where(known => known.Id == tokenId)
                    .ExecuteUpdateAsync(known => known.SetProperty(used => used.LastUsedAt, now), token),
                cancellationToken);
        }
        catch (DbException)
        {
            // The next use is noted.
        }
    }
}
