using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Workspaces;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WorkspaceRequest))]
[JsonSerializable(typeof(WorkspaceEntry))]
[JsonSerializable(typeof(Page<WorkspaceEntry>))]
[JsonSerializable(typeof(MemberRequest))]
[JsonSerializable(typeof(MemberPreview))]
[JsonSerializable(typeof(AccessEffect))]
[JsonSerializable(typeof(Member))]
[JsonSerializable(typeof(Page<Member>))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(NewInvite))]
[JsonSerializable(typeof(Page<InviteEntry>))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(Page<AuditEntry>))]
[JsonSerializable(typeof(UsageOfWorkspace))]
[JsonSerializable(typeof(SetupRequest))]
[JsonSerializable(typeof(SetUp))]
sealed partial class WorkspacesJson : JsonSerializerContext;
