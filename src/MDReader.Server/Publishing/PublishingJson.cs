using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Publishing;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PublicationRequest))]
[JsonSerializable(typeof(PublicationEntry))]
[JsonSerializable(typeof(Page<WorkspacePublication>))]
sealed partial class PublishingJson : JsonSerializerContext;
