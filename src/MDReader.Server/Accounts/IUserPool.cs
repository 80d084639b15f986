using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>
/// The port behind which people prove who they are: this instance's own accounts, or a user pool elsewhere. Sessions,
/// and what a person is called and owns here, are ours either way. A refusal says no more than its asker may know.
/// </summary>
public interface IUserPool
{
    /// <summary>Whether somebody may change to an address without showing that it is theirs, where no mail is sent that
    /// could show it. Not where others believe what the pool says of addresses.</summary>
    bool TakesAddressesUnproven { get; }

    Task<SignUpOutcome> SignUp(NewPerson person, CancellationToken cancellationToken);

    /// <summary>Proves an address by the code that was mailed to it. Null when it is proven now.</summary>
    Task<Refusal?> Confirm(string email, string code, CancellationToken cancellationToken);

    /// <summary>Mails another code, if somebody waits for one at this address.</summary>
    Task SendConfirmation(string email, CancellationToken cancellationToken);

    Task<SignInOutcome> SignIn(string email, string password, CancellationToken cancellationToken);

    /// <summary>Whether the person, proven by something else already, has to show a second factor; null if not.</summary>
    Task<SignInOutcome.Challenged?> Challenge(User user, CancellationToken cancellationToken);

    Task<SignInOutcome> AnswerChallenge(string challenge, string code, CancellationToken cancellationToken);

    /// <summary>Mails a code that a new password can be set with, if there is such an account.</summary>
    Task ForgetPassword(string email, CancellationToken cancellationToken);

    /// <summary>Sets the password by a mailed code and signs the person out everywhere. Null when it is done.</summary>
    Task<Refusal?> ResetPassword(string email, string code, string password, CancellationToken cancellationToken);

    /// <summary>Whether this is the person's password; false where they have none.</summary>
    Task<bool> Knows(User user, string password, CancellationToken cancellationToken);

    /// <summary>Sets the password of somebody who is signed in. Null when it is done.</summary>
    Task<Refusal?> ChangePassword(User user, string password, CancellationToken cancellationToken);
}

/// <summary>Reads an access token of a user pool elsewhere: whose it is, and which session here it stands for. Null when it can't
/// be believed, and where the pool is our own.</summary>
public delegate ValueTask<(Guid UserId, Guid SessionId, DateTimeOffset ExpiresAt)?> ReadPoolToken(
    string token, CancellationToken cancellationToken);

/// <summary>Somebody who signs up. All values have passed their checks.</summary>
public sealed record NewPerson(string Email, string Password, string Name)
{
    public override string ToString() => nameof(NewPerson);
}

public abstract record SignUpOutcome
{
    /// <param name="ConfirmationRequired">A code was mailed that must come back before the first sign-in.</param>
    public sealed record Made(User User, bool ConfirmationRequired) : SignUpOutcome;

    public sealed record Refused(Refusal Refusal) : SignUpOutcome;
}

public abstract record SignInOutcome
{
    public sealed record Proven(User User) : SignInOutcome;

    /// <summary>The first factor was right; the second is asked for.</summary>
    /// <param name="Challenge">Comes back with the code.</param>
    public sealed record Challenged(string Challenge, TimeSpan Lifetime) : SignInOutcome
    {
        public override string ToString() => nameof(Challenged);
    }

    public sealed record Refused(Refusal Refusal) : SignInOutcome;
}
