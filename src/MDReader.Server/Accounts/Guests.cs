using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>
/// People who came by a link and gave a name. Each has a row among the people, so that what they write has an author like
/// any other; they can't sign in, have no address, and their token opens what is shared with them and no account's routes.
/// </summary>
sealed class Guests(AccessTokens accessTokens, TimeProvider time)
{
    const string Unnamed = "Guest";

    /// <summary>Adds a guest, and the session that their tokens stand on, to the surrounding write.</summary>
    public (User Guest, Guid SessionId) Add(MDReaderDb db, string? name)
    {
        var now = time.Now();
        var id = Ids.New(time);
        var guest = new User
        {
            Id = id,
            // Addresses are unique, and nobody receives anything at one of these (RFC 2606).
            Email = $"{id:N}@guest.invalid",
            Name = string.IsNullOrWhiteSpace(name) ? Unnamed : name.Trim(),
            PasswordHash = "",
            IsGuest = true,
            CreatedAt = now,
        };
        var session = new Session { Id = Ids.New(time), UserId = id, CreatedAt = now, LastUsedAt = now };
        db.Add(guest);
        db.Add(session);
        return (guest, session.Id);
    }

    /// <summary>A short token for a guest, to be asked for again before it ends.</summary>
    public (string AccessToken, int ExpiresIn) Sign(Guid guestId, Guid sessionId) =>
        (accessTokens.Sign(guestId, sessionId), (int)accessTokens.Lifetime.TotalSeconds);
}
