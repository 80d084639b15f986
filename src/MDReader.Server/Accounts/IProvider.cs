using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>Somewhere else to sign in: any OpenID Connect provider, or GitHub.</summary>
interface IProvider
{
    string Name { get; }

    string Title { get; }

    /// <summary>Where the browser goes to sign in.</summary>
    /// <exception cref="ProviderException">The provider can't be reached.</exception>
    Task<Uri> SignInAddress(SignInAttempt attempt, Uri callback, CancellationToken cancellationToken);

    /// <summary>Who came back with this code.</summary>
    /// <exception cref="ProviderException">The provider doesn't say so, or not in a way that can be believed.</exception>
    Task<ExternalPerson> Redeem(CallbackCode code, SignInAttempt attempt, CancellationToken cancellationToken);
}

/// <summary>What the browser brought back, and the address it was sent to.</summary>
sealed record CallbackCode(string Code, Uri Callback)
{
    public override string ToString() => nameof(CallbackCode);
}

/// <summary>A person as a provider knows them.</summary>
/// <param name="Subject">The provider's name for the account, which never becomes another one's.</param>
/// <param name="VerifiedEmail">Normalised; null unless the provider vouches for it.</param>
sealed record ExternalPerson(string Subject, string? VerifiedEmail, string? Name);

/// <summary>Why a sign-in elsewhere came to nothing.</summary>
sealed class ProviderException(Refusal refusal, Exception? inner = null)
    : Exception($"A sign-in elsewhere was refused: {refusal.Type.Name}.", inner)
{
    public Refusal Refusal => refusal;

    public string Problem => refusal.Type.Name;

    public static ProviderException Unreachable(string what, Exception? inner = null) =>
        new(Problems.ProviderFailed.Because($"{what} Try again, or sign in another way."), inner);

    public static ProviderException Unbelievable(string what) => new(Problems.ProviderRefused.Because(what));
}
