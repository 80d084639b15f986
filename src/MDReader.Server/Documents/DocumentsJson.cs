using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DocumentRequest))]
[JsonSerializable(typeof(TitleRequest))]
[JsonSerializable(typeof(DocumentEntry))]
[JsonSerializable(typeof(Page<DocumentEntry>))]
sealed partial class DocumentsJson : JsonSerializerContext;
