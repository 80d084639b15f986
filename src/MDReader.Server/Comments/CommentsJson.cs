using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Comments;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ThreadRequest))]
[JsonSerializable(typeof(ThreadChange))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(MentionablePeople))]
[JsonSerializable(typeof(CommentsFile))]
[JsonSerializable(typeof(CommentsImported))]
[JsonSerializable(typeof(ThreadEntry))]
[JsonSerializable(typeof(CommentEntry))]
[JsonSerializable(typeof(Page<ThreadEntry>))]
sealed partial class CommentsJson : JsonSerializerContext;
