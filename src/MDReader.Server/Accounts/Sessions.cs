using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>Begins, renews and ends sessions. Every refresh token is good once: using an old one again means that two
/// hold it, so the whole family ends.</summary>
sealed class Sessions(
    Database database, AccessTokens accessTokens, TimeProvider time, IOptions<AccountsOptions> options)
{
    const int LongestUserAgent = 200;

    TimeSpan Lifetime => options.Value.RefreshTokenLifetime;

    public Task<Tokens> Begin(User user, string userAgent, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var now = time.Now();
            await db.RefreshTokens.Where(old => old.ExpiresAt < now).ExecuteDeleteAsync(token);
            var session = new Session
            {
                Id = Ids.New(time),
                UserId = user.Id,
                UserAgent = userAgent.CutTo(LongestUserAgent),
                CreatedAt = now,
                LastUsedAt = now,
            };
            db.Add(session);
            return Issue(db, session, user);
        },
        cancellationToken);

    /// <summary>Begins a session that was signed in elsewhere and is renewed there, so that it has no refresh token here; or
    /// leaves it as it is.</summary>
    public Task Join(Guid id, Guid userId, string userAgent, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            if (!await db.Sessions.AnyAsync(known => known.Id == id, token))
            {
                var now = time.Now();
                db.Add(new Session { Id = id, UserId = userId, UserAgent = userAgent, CreatedAt = now, LastUsedAt = now });
            }
        },
        cancellationToken);

    /// <summary>Null when the token is unknown, expired or of an ended session; and when it was used before, which ends
    /// the session.</summary>
    public Task<Tokens?> Renew(string refreshToken, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var hash = SecretToken.Hash(refreshToken);
            var found = await (
                from presented in db.RefreshTokens
                join session in db.Sessions on presented.SessionId equals session.Id
                join user in db.Users on session.UserId equals user.Id
                where presented.Hash == hash
                select new { presented, session, user }).SingleOrDefaultAsync(token);
            var now = time.Now();
            if (found is null || found.session.EndedAt is not null || found.presented.ExpiresAt <= now)
            {
                return null;
            }

            if (found.presented.UsedAt is not null)
            {
                End(found.session);
                return null;
            }

            found.presented.UsedAt = now;
            found.session.LastUsedAt = now;
            return Issue(db, found.session, found.user);
        },
        cancellationToken);

    /// <summary>Ends the session that the refresh token belongs to; nothing when there is none.</summary>
    public Task End(string refreshToken, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var hash = SecretToken.Hash(refreshToken);
            var session = await (
                from presented in db.RefreshTokens
                join found in db.Sessions on presented.SessionId equals found.Id
                where presented.Hash == hash && found.EndedAt == null
                select found).SingleOrDefaultAsync(token);
            if (session is not null)
            {
                End(session);
            }
        },
        cancellationToken);

    /// <summary>Ends the person's sessions that match; says how many.</summary>
    public Task<int> End(
        Guid userId,
        System.Linq.Expressions.Expression<Func<Session, bool>> which,
        CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var sessions = await db.Sessions
                .Where(session => session.UserId == userId && session.EndedAt == null)
                .Where(which)
                .ToListAsync(token);
            sessions.ForEach(End);
            return sessions.Count;
        },
        cancellationToken);

    void End(Session session)
    {
        session.EndedAt = time.Now();
        database.Announce(new CredentialRevoked(session.Id));
    }

    Tokens Issue(MDReaderDb db, Session session, User user)
    {
        var now = time.Now();
        var refreshToken = SecretToken.New();
        db.Add(new RefreshToken
        {
            Hash = SecretToken.Hash(refreshToken),
            SessionId = session.Id,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        });
        return new Tokens(
            accessTokens.Sign(user.Id, session.Id),
            (int)accessTokens.Lifetime.TotalSeconds,
            refreshToken,
            Lifetime,
            Person.Of(user));
    }
}

/// <summary>What a sign-in or a refresh yields.</summary>
sealed record Tokens(string Access, int ExpiresIn, string Refresh, TimeSpan RefreshLifetime, Person User)
{
    public override string ToString() => nameof(Tokens);
}
