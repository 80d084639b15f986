using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <summary>The letters that invites to documents go out by, and whose they are.</summary>
sealed class DocumentInviteMail(Post post)
{
    const string Page = "/document-invite#";

    /// <summary>Puts the letter into the surrounding write; does nothing where there is no mail.</summary>
    public Task Send(
        DocumentInvite invite,
        Document document,
        (string Inviter, string? Message) from,
        string secret,
        CancellationToken cancellationToken) =>
        post.Send(
            $"document invite {invite.Id} {invite.SentAt.ToUnixTimeMilliseconds()}",
            Letter(invite, document.Title, from, secret),
            cancellationToken);

    // The token stands behind the # where no log sees it.
    public string Url(HttpRequest request, string secret) =>
        post.Address(Page + secret)?.ToString() ?? $"{request.Scheme}://{request.Host}{Page}{secret}";

    // Where there is mail, whoever says that the address is theirs has to have proven it.
    public bool Admits(DocumentInvite invite, User user) =>
        invite.Email == user.Email && (user.EmailConfirmedAt is not null || !post.IsOn);

    /// <summary>Enough for who owns the address to know it by.</summary>
    public static string Hidden(string email) => $"{email[0]}…{email[email.IndexOf('@', StringComparison.Ordinal)..]}";

    Mail Letter(DocumentInvite invite, string title, (string Inviter, string? Message) from, string secret) => Mail.Compose(
        invite.Email,
        $"{from.Inviter} shares {title} with you",
        [
            new MailPart.Paragraph($"{from.Inviter} shares the document {title} with you at MDReader, as {invite.Role.Word()}."),
            .. string.IsNullOrWhiteSpace(from.Message)
                ? Array.Empty<MailPart>()
                : [new MailPart.Paragraph($"They write: {from.Message}")],
            .. post.Address(Page + secret) is { } address
                ? [new MailPart.Link("Look at the document", address)]
                : new MailPart[] { new MailPart.Paragraph("Give this code where you sign up or sign in:"), new MailPart.Code(secret) },
            new MailPart.Paragraph(
                $"It is for this address only and good until {invite.ExpiresAt:u}. If you don't know {from.Inviter}, leave it."),
        ]);
}
