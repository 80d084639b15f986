using System.Text.Json.Serialization;

namespace MDReader.Client;

/// <summary>The codes of an authenticator app that signing in takes besides the password.</summary>
public sealed class SecondFactor
{
    readonly Calls _calls;

    internal SecondFactor(Calls calls) => _calls = calls;

    public Task<SecondFactorState> Get(CancellationToken cancellation = default) =>
        _calls.Get<SecondFactorState>("me/second-factor", cancellation);

    /// <summary>What the app has to know; not in force until <see cref="Enable"/>.</summary>
    public Task<NewSecondFactor> Begin(string password, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<NewSecondFactor>("me/second-factor", Bodies.Of(("password", password)), key, cancellation);

    /// <param name="code">What the app shows now.</param>
    public Task<RecoveryCodes> Enable(string code, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<RecoveryCodes>("me/second-factor/enable", Bodies.Of(("code", code)), key, cancellation);

    /// <summary>New recovery codes; those before are good no more.</summary>
    public Task<RecoveryCodes> RenewRecoveryCodes(string password, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<RecoveryCodes>("me/second-factor/recovery-codes", Bodies.Of(("password", password)), key, cancellation);

    public Task Disable(string password, CancellationToken cancellation = default) =>
        _calls.Delete("me/second-factor", Bodies.Of(("password", password)), cancellation);
}

public sealed record SecondFactorState(bool Enabled, int RecoveryCodesLeft);

/// <param name="Secret">To type into the app; null where the same request was sent again.</param>
/// <param name="Uri">The same as <c>otpauth:</c>, for a QR code.</param>
public sealed record NewSecondFactor(string? Secret, string? Uri);

/// <param name="Codes">Each good once, for when the app is lost; null where the same request was sent again.</param>
public sealed record RecoveryCodes([property: JsonPropertyName("recoveryCodes")] IReadOnlyList<string>? Codes);
