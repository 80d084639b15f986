using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DocumentRequest))]
[JsonSerializable(typeof(DocumentPatch))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(DuplicateRequest))]
[JsonSerializable(typeof(FolderRequest))]
[JsonSerializable(typeof(FolderPatch))]
[JsonSerializable(typeof(FolderEntry))]
[JsonSerializable(typeof(Tree))]
[JsonSerializable(typeof(DocumentEntry))]
[JsonSerializable(typeof(Page<DocumentEntry>))]
[JsonSerializable(typeof(Page<TrashedFolder>))]
sealed partial class DocumentsJson : JsonSerializerContext;
