using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Page<SearchResult>))]
sealed partial class SearchJson : JsonSerializerContext;
