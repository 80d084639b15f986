using System.Text.Json;
using System.Text.Json.Serialization;

namespace MDReader.Server.Search;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SearchPage))]
[JsonSerializable(typeof(FilterSuggestions))]
sealed partial class SearchJson : JsonSerializerContext;
