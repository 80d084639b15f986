using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>This instance's own accounts.</summary>
sealed class LocalUserPool(
    Database database, NewAccount accounts, OwnPasswords passwords, AddressProof addresses, SecondFactors secondFactors)
    : IUserPool
{
    public bool TakesAddressesUnproven => true;

    public async Task<SignUpOutcome> SignUp(NewPerson person, CancellationToken cancellationToken)
    {
        var (prepared, refusal) = await accounts.Prepare(person.Email, person.Password, person.Name, cancellationToken);
        if (prepared is null)
        {
            return new SignUpOutcome.Refused(refusal!);
        }

        prepared.MustConfirm = addresses.CanProve;
        var taken = await accounts.Add(
            prepared,
            async token =>
            {
                if (prepared.MustConfirm)
                {
                    await addresses.Ask(prepared, prepared.Email, token);
                }
            },
            cancellationToken);
        return taken is null
            ? new SignUpOutcome.Made(prepared, prepared.MustConfirm)
            : new SignUpOutcome.Refused(taken);
    }

    public Task<Refusal?> Confirm(string email, string code, CancellationToken cancellationToken) =>
        addresses.Prove(email, code, cancellationToken);

    public Task SendConfirmation(string email, CancellationToken cancellationToken) =>
        addresses.AskAgain(email, cancellationToken);

    public async Task<SignInOutcome> SignIn(string email, string password, CancellationToken cancellationToken)
    {
        var user = await database.Read(
            (db, token) => db.Users.SingleOrDefaultAsync(found => found.Email == email, token), cancellationToken);
        if (!await passwords.Match(user, password, cancellationToken))
        {
            return new SignInOutcome.Refused(Problems.InvalidCredentials.Because("Check both and try again."));
        }

        if (user!.MustConfirm && addresses.CanProve)
        {
            return new SignInOutcome.Refused(Problems.ConfirmationRequired.Because(
                "Send the code that was mailed to you to /auth/confirm, or ask for another one at /auth/confirm/resend."));
        }

        return await Challenge(user, cancellationToken) ?? (SignInOutcome)new SignInOutcome.Proven(user);
    }

    public Task<SignInOutcome.Challenged?> Challenge(User user, CancellationToken cancellationToken) =>
        secondFactors.Challenge(user.Id, cancellationToken);

    public Task<SignInOutcome> AnswerChallenge(string challenge, string code, CancellationToken cancellationToken) =>
        secondFactors.Answer(challenge, code, cancellationToken);

    public Task ForgetPassword(string email, CancellationToken cancellationToken) =>
        passwords.MailReset(email, cancellationToken);

    public Task<Refusal?> ResetPassword(
        string email, string code, string password, CancellationToken cancellationToken) =>
        passwords.Reset(email, code, password, cancellationToken);

    public Task<bool> Knows(User user, string password, CancellationToken cancellationToken) =>
        passwords.Match(user, password, cancellationToken);

    public Task<Refusal?> ChangePassword(User user, string password, CancellationToken cancellationToken) =>
        passwords.Change(user, password, cancellationToken);
}
