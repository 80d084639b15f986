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
[JsonSerializable(typeof(TokenChange))]
[JsonSerializable(typeof(TokenEntry))]
[JsonSerializable(typeof(Page<TokenEntry>))]
[JsonSerializable(typeof(Page<SessionEntry>))]
[JsonSerializable(typeof(InstanceConfig))]
[JsonSerializable(typeof(AddressRequest))]
[JsonSerializable(typeof(ConfirmRequest))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(SecondFactorRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(AppCodeRequest))]
[JsonSerializable(typeof(SecondFactorState))]
[JsonSerializable(typeof(NewSecondFactor))]
[JsonSerializable(typeof(RecoveryCodes))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkStart))]
[JsonSerializable(typeof(Page<IdentityEntry>))]
sealed partial class AccountsJson : JsonSerializerContext;
