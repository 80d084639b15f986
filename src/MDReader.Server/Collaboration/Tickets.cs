using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>What a ticket proves.</summary>
/// <param name="Nonce">Makes it single-use.</param>
sealed record Ticket(Guid DocumentId, Caller Caller, DateTimeOffset ExpiresAt, Guid Nonce);

/// <summary>
/// Realtime tickets: short-lived and single-use, so that no lasting secret ever stands in a WebSocket's address.
/// Signed with a key of the instance, so any process can take one.
/// </summary>
sealed class Tickets(InstanceSecrets secrets, UsedTickets used, StillGood stillGood, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public (string Ticket, DateTimeOffset ExpiresAt) Issue(Guid documentId, Caller caller)
    {
        var expiresAt = time.Now() + Lifetime;
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Ticket(documentId, caller, expiresAt, Ids.New(time)));
        return ($"{Base64Url.EncodeToString(payload)}.{Base64Url.EncodeToString(Sign(payload))}", expiresAt);
    }

    /// <summary>Who holds the ticket; null when it is forged, expired, used, for another document, or by whom was signed out since.</summary>
    public async ValueTask<Caller?> Take(string ticket, Guid documentId, CancellationToken cancellation)
    {
        var parts = ticket.Split('.');
        if (parts is not [var encoded, var mac] || !Base64Url.IsValid(encoded) || !Base64Url.IsValid(mac))
            return null;
        var payload = Base64Url.DecodeFromChars(encoded);
        var expected = Sign(payload);
        if (!CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(mac), expected))
            return null;
        var proven = JsonSerializer.Deserialize<Ticket>(payload)!;
        return proven.DocumentId == documentId && proven.ExpiresAt > time.Now()
            && await used.Use(proven.Nonce, proven.ExpiresAt, cancellation)
            && (await stillGood([proven.Caller.CredentialId], cancellation)).Count == 1
                ? proven.Caller
                : null;
    }

    byte[] Sign(byte[] payload) => HMACSHA256.HashData(secrets.Get("realtime-tickets"), payload);
}
