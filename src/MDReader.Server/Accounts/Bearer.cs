using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>Who a bearer token speaks for. The token's word is checked against its session, or its own row, every time:
/// what was revoked a moment ago opens nothing.</summary>
sealed class Bearer(Database database, AccessTokens accessTokens, TimeProvider time)
{
    static readonly Func<MDReaderDb, Guid, Guid, Task<InSession?>> WhoInSession = EF.CompileAsyncQuery(
        (MDReaderDb db, Guid sessionId, Guid userId) =>
            (from session in db.Set<Session>()
             join user in db.Set<User>() on session.UserId equals user.Id
             where session.Id == sessionId && session.UserId == userId && session.EndedAt == null
             select new InSession(user.Name, user.IsGuest)).SingleOrDefault());

    static readonly Func<MDReaderDb, byte[], Task<Known?>> KnownToken = EF.CompileAsyncQuery(
        (MDReaderDb db, byte[] hash) =>
            (from token in db.Set<PersonalAccessToken>()
             join user in db.Set<User>() on token.UserId equals user.Id
             where token.Hash == hash
             select new Known(token.Id, user.Id, user.Name, token.Scopes, token.ExpiresAt)).SingleOrDefault());

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
                .. await db.PersonalAccessTokens.Where(known => credentials.Contains(known.Id) && known.ExpiresAt > now)
                    .Select(known => known.Id).ToListAsync(token),
            ],
            cancellationToken);
    }

    async Task<Caller?> OfAccessToken(string token, CancellationToken cancellationToken)
    {
        if (await accessTokens.Read(token) is not var (userId, sessionId, expiresAt))
        {
            return null;
        }

        return await database.Read((db, _) => WhoInSession(db, sessionId, userId), cancellationToken) is { } who
            ? new Caller(userId, who.Name, sessionId, who.IsGuest ? Scopes.Read | Scopes.Write : Scopes.All, expiresAt)
            {
                IsGuest = who.IsGuest,
            }
            : null;
    }

    async Task<Caller?> OfPersonalToken(string token, CancellationToken cancellationToken)
    {
        var hash = SecretToken.Hash(token);
        var known = await database.Read((db, _) => KnownToken(db, hash), cancellationToken);
        return known is not null && time.GetUtcNow() < known.ExpiresAt
            ? new Caller(known.UserId, known.Name, known.TokenId, known.Scopes, known.ExpiresAt)
            : null;
    }

    sealed record InSession(string Name, bool IsGuest);

    sealed record Known(Guid TokenId, Guid UserId, string Name, Scopes Scopes, DateTimeOffset ExpiresAt);
}
