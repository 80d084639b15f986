using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>The account itself: profile, ways to sign in, sessions, tokens.</summary>
sealed record AccountData(Database Database, Sessions Sessions) : PersonalData("account")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var user = await db.Users.SingleAsync(found => found.Id == userId, cancellationToken);
        return new Dictionary<string, object?>
        {
            ["profile"] = Person.Of(user),
            ["emailConfirmedAt"] = user.EmailConfirmedAt,
            ["picture"] = await db.Pictures.Where(picture => picture.UserId == userId)
                .Select(picture => new { picture.MediaType, picture.Bytes, picture.ChangedAt })
                .SingleOrDefaultAsync(cancellationToken),
            ["sessions"] = await db.Sessions.Where(session => session.UserId == userId).OrderBy(session => session.Id)
                .Select(session => new
                {
                    session.Id,
                    session.UserAgent,
                    session.CreatedAt,
                    session.LastUsedAt,
                    session.EndedAt,
                })
                .ToListAsync(cancellationToken),
            ["tokens"] = (await db.PersonalAccessTokens.Where(token => token.UserId == userId).OrderBy(token => token.Id)
                .ToListAsync(cancellationToken))
                .ConvertAll(TokenEntry.Of),
            ["identities"] = await db.ExternalIdentities.Where(identity => identity.UserId == userId)
                .OrderBy(identity => identity.Id)
                .Select(identity => new
                {
                    identity.Provider,
                    identity.Subject,
                    identity.Email,
                    identity.CreatedAt,
                    identity.LastUsedAt,
                })
                .ToListAsync(cancellationToken),
            ["secondFactor"] = await db.SecondFactors.Where(factor => factor.UserId == userId)
                .Select(factor => new { factor.CreatedAt, factor.EnabledAt })
                .SingleOrDefaultAsync(cancellationToken),
            ["recoveryCodesLeft"] = await db.RecoveryCodes.CountAsync(
                code => code.UserId == userId && code.UsedAt == null, cancellationToken),
            ["mailedCodes"] = await db.MailedCodes.Where(code => code.UserId == userId)
                .Select(code => new { code.Email, code.CreatedAt, code.ExpiresAt })
                .ToListAsync(cancellationToken),
        };
    }

    public override async Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        await Sessions.End(userId, _ => true, cancellationToken);
        var mine = db.Sessions.Where(session => session.UserId == userId).Select(session => session.Id);
        await db.RefreshTokens
            .Where(token => mine.Contains(token.SessionId))
            .ExecuteDeleteAsync(cancellationToken);
        await db.Sessions.Where(session => session.UserId == userId).ExecuteDeleteAsync(cancellationToken);

        var tokens = await db.PersonalAccessTokens.Where(token => token.UserId == userId).Select(token => token.Id)
            .ToListAsync(cancellationToken);
        tokens.ForEach(token => Database.Announce(new CredentialRevoked(token)));
        await db.PersonalAccessTokens.Where(token => token.UserId == userId).ExecuteDeleteAsync(cancellationToken);

        await db.Pictures.Where(picture => picture.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.ExternalIdentities.Where(identity => identity.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.SignInChallenges.Where(challenge => challenge.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.RecoveryCodes.Where(code => code.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.SecondFactors.Where(factor => factor.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.MailedCodes.Where(code => code.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
