using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SignupRequest))]
[JsonSerializable(typeof(SignedUp))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(Page<TokenEntry>))]
[JsonSerializable(typeof(Page<SessionEntry>))]
[JsonSerializable(typeof(InstanceConfig))]
sealed partial class AccountsJson : JsonSerializerContext;
