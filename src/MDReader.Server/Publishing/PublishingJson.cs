using System.Text.Json;
using System.Text.Json.Serialization;

namespace MDReader.Server.Publishing;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PublicationRequest))]
[JsonSerializable(typeof(PublicationEntry))]
sealed partial class PublishingJson : JsonSerializerContext;
