using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>What a token is for, what it may do, and until when.</summary>
public sealed record TokenTerms(string Name, Scopes Scopes, DateTimeOffset ExpiresAt, bool IsAgent);

/// <summary>Makes tokens for programs and agents.</summary>
public sealed class PersonalAccessTokens(Database database, TimeProvider time)
{
    /// <summary>The new token with its secret, which exists nowhere else from now on.</summary>
    public Task<NewToken> Create(
        Guid userId, TokenTerms terms, CancellationToken cancellationToken) =>
        database.Write(
            (db, _) =>
            {
                var secret = SecretToken.New(PersonalAccessToken.Prefix);
                var token = new PersonalAccessToken
                {
                    Id = Ids.New(time),
                    UserId = userId,
                    Name = terms.Name,
                    Hash = SecretToken.Hash(secret),
                    Scopes = terms.Scopes,
                    IsAgent = terms.IsAgent,
                    CreatedAt = time.Now(),
                    ExpiresAt = terms.ExpiresAt,
                };
                db.Add(token);
                database.Record(Event(AuditEvent.TokenCreated, userId, token.Id));
                return Task.FromResult(new NewToken(
                    token.Id, token.Name, ScopeWords.Of(token.Scopes), token.IsAgent, token.CreatedAt, token.ExpiresAt, secret));
            },
            cancellationToken);

    internal static Audited Event(string @event, Guid userId, Guid tokenId) =>
        new(@event, WorkspaceId: null, userId, "person", userId)
        {
            Details = new Dictionary<string, string?> { ["token"] = $"{tokenId}" },
        };
}
