using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DocumentInviteRequest))]
[JsonSerializable(typeof(DocumentInviteEntry))]
[JsonSerializable(typeof(Page<DocumentInviteEntry>))]
[JsonSerializable(typeof(DocumentInvitation))]
[JsonSerializable(typeof(AcceptedInvite))]
[JsonSerializable(typeof(AccessRequestBody))]
[JsonSerializable(typeof(AccessRequestAnswer))]
[JsonSerializable(typeof(Page<AccessRequestEntry>))]
[JsonSerializable(typeof(PreviewRequest))]
[JsonSerializable(typeof(AccessEffect))]
[JsonSerializable(typeof(DocumentWaysIn))]
[JsonSerializable(typeof(AccessPatch))]
[JsonSerializable(typeof(AccessChange))]
[JsonSerializable(typeof(ShareLinkRequest))]
[JsonSerializable(typeof(LinkPatch))]
[JsonSerializable(typeof(LinkEntry))]
[JsonSerializable(typeof(Page<LinkEntry>))]
[JsonSerializable(typeof(Page<WorkspaceLink>))]
[JsonSerializable(typeof(OpenLinkRequest))]
[JsonSerializable(typeof(LinkNotice))]
[JsonSerializable(typeof(OpenedLink))]
[JsonSerializable(typeof(PermissionRequest))]
[JsonSerializable(typeof(DocumentPerson))]
[JsonSerializable(typeof(Page<DocumentPerson>))]
sealed partial class SharingJson : JsonSerializerContext;
