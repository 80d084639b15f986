using MDReader.Server.Accounts;
using MDReader.Server.Documents;

namespace MDReader.Server.Sharing;

/// <summary>What somebody who came in by a link is given.</summary>
sealed class LinkAnswers(Guests guests, GuestKeys keys)
{
    public OpenedLink To(
        Entered entered, (Document Document, DocumentLink Link) way, string? delivery, HttpContext context)
    {
        var (document, link) = way;
        var opened = new OpenedLink(
            document.Id, document.WorkspaceId, document.Title, entered.Role, link.ExpiresAt, null, null, null);
        if (entered.Guest is not var (guest, sessionId))
        {
            return opened;
        }

        var (token, expiresIn) = guests.Sign(guest.Id, sessionId);
        var key = keys.Make(link.Id, guest.Id);
        if (delivery != TokenDelivery.Body)
        {
            GuestKeys.Keep(link.Id, key, context);
        }

        return opened with
        {
            Guest = new GuestEntry(guest.Id, guest.Name),
            AccessToken = token,
            ExpiresIn = expiresIn,
            GuestKey = delivery == TokenDelivery.Body ? key : null,
        };
    }
}
