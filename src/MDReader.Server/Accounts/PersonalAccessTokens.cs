using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>Makes tokens for programs.</summary>
public sealed class PersonalAccessTokens(Database database, TimeProvider time)
{
    /// <summary>The new token with its secret, which exists nowhere else from now on.</summary>
    public Task<NewToken> Create(
        Guid userId, string name, Scopes scopes, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        database.Write(
            (db, _) =>
            {
                var secret = SecretToken.New(PersonalAccessToken.Prefix);
                var token = new PersonalAccessToken
                {
                    Id = Ids.New(time),
                    UserId = userId,
                    Name = name,
                    Hash = SecretToken.Hash(secret),
                    Scopes = scopes,
                    CreatedAt = time.Now(),
                    ExpiresAt = expiresAt,
                };
                db.Add(token);
                database.Record(Event(AuditEvent.TokenCreated, userId, token.Id));
                return Task.FromResult(new NewToken(
                    token.Id, name, ScopeWords.Of(scopes), token.CreatedAt, expiresAt, secret));
            },
            cancellationToken);

    internal static Audited Event(string @event, Guid userId, Guid tokenId) =>
        new(@event, WorkspaceId: null, userId, "person", userId)
        {
            Details = new Dictionary<string, string?> { ["token"] = $"{tokenId}" },
        };
}
