using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Sharing;

/// <summary>New links, and how they are shown to owners.</summary>
sealed class LinkPages(LinkTokens tokens, TimeProvider time, IOptions<PlatformOptions> options)
{
    // The token stands behind the # where no log sees it.
    const string Page = "/link#";

    public DateTimeOffset Now => time.Now();

    public DocumentLink New(Guid documentId, Role role, Guid by)
    {
        var id = Ids.New(time);
        return new DocumentLink
        {
            Id = id,
            DocumentId = documentId,
            Hash = LinkTokens.Hash(tokens.Of(id)),
            Role = role,
            CreatedBy = by,
            CreatedAt = time.Now(),
        };
    }

    public LinkEntry Entry(DocumentLink link, HttpRequest request)
    {
        var token = tokens.Of(link.Id);
        var host = options.Value.PublicUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        return new LinkEntry(
            link.Id,
            link.DocumentId,
            link.Role,
            link.Label,
            link.PasswordHash is not null,
            link.ExpiresAt,
            link.UseLimit,
            link.AllowsGuests,
            link.Uses,
            link.CreatedBy,
            link.CreatedAt,
            link.LastUsedAt,
            !link.IsOver(time.Now()) && !link.IsUsedUp,
            token,
            host + Page + token);
    }
}
