using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PermissionRequest))]
[JsonSerializable(typeof(DocumentPerson))]
[JsonSerializable(typeof(Page<DocumentPerson>))]
sealed partial class SharingJson : JsonSerializerContext;
