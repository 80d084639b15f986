using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <summary>What the audit log says of sharing. Labels, names and addresses are none of its business.</summary>
static class SharingAudit
{
    public static Audited Of(
        string @event,
        Document document,
        HttpContext context,
        (string Type, Guid Id) subject,
        params IEnumerable<(string Name, string? Value)> details) =>
        new(@event, document.WorkspaceId, Caller.Of(context)?.UserId, subject.Type, subject.Id)
        {
            Details = details.Prepend(("document", $"{document.Id}")).ToDictionary(),
        };

    public static (string, string?) Role(Role? role) => ("role", role?.Word());
}
