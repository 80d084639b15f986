using System.Text;
using System.Text.Json;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Cloud.Aws;

/// <summary>What of the server the pool stands on.</summary>
sealed record PoolRoom(
    Database Database, NewAccount Accounts, PasswordPolicy Policy, SecondFactors SecondFactors, Sessions Sessions, TimeProvider Time);

/// <summary>A challenge of Cognito's on its way to the person and back.</summary>
/// <param name="User">As Cognito named them.</param>
sealed record CognitoChallenge(string User, string Session)
{
    const string Mark = "cognito";

    /// <summary>Null where it is none of Cognito's, or nothing at all.</summary>
    public static CognitoChallenge? Read(string text) =>
        text.Split('.', 3) is [Mark, var user, var session] && UrlText.Read(user) is { } name ? new(Encoding.UTF8.GetString(name), session) : null;

    public override string ToString() => $"{Mark}.{UrlText.Of(Encoding.UTF8.GetBytes(User))}.{Session}";
}

/// <summary>
/// Amazon Cognito keeps the passwords, sends the codes and asks for its own second factor; sessions, names and what
/// belongs to people are the server's. An account here is known by the pool's subject.
/// </summary>
sealed class CognitoUserPool(
    CognitoApi cognito, PoolRoom room, CognitoArrival arrival, CognitoAddresses addresses, CognitoNews news) : IUserPool
{
    /// <summary>The provider's name in external identities; hosted pages configured under it lead to the same account.</summary>
    public const string Provider = "cognito";

    /// <summary>Other programs that stand on the pool believe its addresses.</summary>
    public bool TakesAddressesUnproven => false;

    // No password leads to it; and yet the person has one, elsewhere.
    const string HashElsewhere = "cognito";
    static readonly TimeSpan ChallengeLifetime = TimeSpan.FromMinutes(3);

    public async Task<SignUpOutcome> SignUp(NewPerson person, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Normalise(person.Email)!;
        if (room.Policy.Judge(person.Password, "/password", email, email.Split('@')[0], person.Name) is { Count: > 0 } flaws)
            return new SignUpOutcome.Refused(Problems.Flawed(flaws));
        JsonElement made;
        try
        {
            made = await cognito.SignUp(email, person.Password, person.Name.Trim(), cancellationToken);
        }
        catch (AwsException refused)
        {
            return new SignUpOutcome.Refused(Refusals.Of(refused));
        }
        var confirmed = made.TryGetProperty("UserConfirmed", out var said) && said.ValueKind == JsonValueKind.True;
        var user = new User
        {
            Id = Ids.New(room.Time),
            Email = email,
            Name = person.Name.Trim(),
            PasswordHash = HashElsewhere,
            CreatedAt = room.Time.Now(),
            MustConfirm = !confirmed,
            EmailConfirmedAt = confirmed ? room.Time.Now() : null,
        };
        var taken = await room.Accounts.Add(user, token => Join(user, made.GetProperty("UserSub").GetString()!, token), cancellationToken);
        return taken is null ? new SignUpOutcome.Made(user, !confirmed) : new SignUpOutcome.Refused(taken);
    }

    public async Task<Refusal?> Confirm(string email, string code, CancellationToken cancellationToken)
    {
        try
        {
            return await addresses.Prove(email, code, cancellationToken);
        }
        catch (AwsException refused)
        {
            return Refusals.Of(refused);
        }
    }

    public Task SendConfirmation(string email, CancellationToken cancellationToken) =>
        WhoeverIsThere(addresses.AskAgain(email, cancellationToken));

    public async Task<SignInOutcome> SignIn(string email, string password, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await cognito.InitiateAuth(email, password, cancellationToken);
            return answer.Text("ChallengeName") switch
            {
                null => await Welcome(answer, cancellationToken),
                "SOFTWARE_TOKEN_MFA" => new SignInOutcome.Challenged(Challenge(answer, email), ChallengeLifetime),
                _ => new SignInOutcome.Refused(Problems.InvalidCredentials.Because("Set a new password by \"forgot password\" first.")),
            };
        }
        catch (AwsException refused)
        {
            return new SignInOutcome.Refused(IsWrong(refused) ? Refusals.WrongPassword() : Refusals.Of(refused));
        }
    }

    public Task<SignInOutcome.Challenged?> Challenge(User user, CancellationToken cancellationToken) =>
        room.SecondFactors.Challenge(user.Id, cancellationToken);

    public async Task<SignInOutcome> AnswerChallenge(string challenge, string code, CancellationToken cancellationToken)
    {
        if (CognitoChallenge.Read(challenge) is not (var user, var session))
            return await room.SecondFactors.Answer(challenge, code, cancellationToken);
        try
        {
            return await Welcome(await cognito.RespondToAuthChallenge(user, session, code.Trim(), cancellationToken), cancellationToken);
        }
        catch (AwsException refused)
        {
            return new SignInOutcome.Refused(Refusals.OfChallenge(refused));
        }
    }

    public Task ForgetPassword(string email, CancellationToken cancellationToken) =>
        WhoeverIsThere(cognito.ForgotPassword(email, cancellationToken));

    public async Task<Refusal?> ResetPassword(string email, string code, string password, CancellationToken cancellationToken)
    {
        if (room.Policy.Judge(password, "/password", email, email.Split('@')[0]) is { Count: > 0 } flaws)
            return Problems.Flawed(flaws);
        try
        {
            await cognito.ConfirmForgotPassword(email, code.Trim(), password, cancellationToken);
        }
        catch (AwsException refused)
        {
            return Refusals.Of(refused);
        }
        // The code came out of the mailbox, which proves the address as well.
        if (await addresses.SetProven(email, cancellationToken) is { } user)
            await room.Database.Write(
                async (_, token) =>
                {
                    await room.Sessions.End(user, _ => true, token);
                    await NotePassword(user, token);
                },
                cancellationToken);
        return null;
    }

    public async Task<bool> Knows(User user, string password, CancellationToken cancellationToken)
    {
        try
        {
            await cognito.InitiateAuth(user.Email, password, cancellationToken);
            return true;
        }
        catch (AwsException refused) when (IsWrong(refused))
        {
            return false;
        }
    }

    // Of a password that is shown, and not chosen.
    static bool IsWrong(AwsException refused) =>
        refused.Code is "NotAuthorizedException" or "UserNotFoundException" or "InvalidPasswordException";

    public async Task<Refusal?> ChangePassword(User user, string password, CancellationToken cancellationToken)
    {
        if (room.Policy.Judge(password, "/password", user.Email, user.Email.Split('@')[0], user.Name) is { Count: > 0 } flaws)
            return Problems.Flawed(flaws);
        try
        {
            // Who came by a provider has nothing in the pool yet that a password could be set for.
            if (user is { PasswordHash.Length: 0, EmailConfirmedAt: not null } && await Begin(user, cancellationToken) is { } taken)
                return taken;
            await cognito.SetPassword(user.Email, password, cancellationToken);
        }
        catch (AwsException refused)
        {
            return Refusals.Of(refused);
        }
        await NotePassword(user.Id, cancellationToken);
        return null;
    }

    async Task<Refusal?> Begin(User user, CancellationToken cancellationToken)
    {
        string subject;
        try
        {
            subject = await cognito.Create(user.Email, cancellationToken);
        }
        catch (AwsException there) when (there.Code == "UsernameExistsException")
        {
            // Left by an earlier try, or by somebody who never proved that the address is theirs.
            subject = await cognito.SubjectOf(user.Email, cancellationToken);
        }
        // It may still be somebody's who has gone on to another address, of which the pool is about to hear.
        if (await arrival.Link(user, subject, cancellationToken) is not null)
            return Problems.EmailTaken.Because("Try again in a few minutes.");
        await cognito.SetAddress(user.Email, user.Email, cancellationToken);
        return null;
    }

    // Tokens that were had by the old password end with it.
    Task NotePassword(Guid userId, CancellationToken cancellationToken) => room.Database.Write(
        async (db, token) =>
        {
            await db.Users.Where(user => user.Id == userId)
                .ExecuteUpdateAsync(user => user.SetProperty(changed => changed.PasswordHash, HashElsewhere), token);
            room.Database.Record(new Audited(AuditEvent.PasswordChanged, WorkspaceId: null, userId, "person", userId));
            await news.Tell(userId, subject => new CognitoSignOut(subject), token);
        },
        cancellationToken);

    // The token came from Cognito itself over TLS, so that its signature says nothing more (OpenID Connect Core 1.0,
    // 3.1.3.7); those that a browser brings are checked by IdTokens.
    async Task<SignInOutcome> Welcome(JsonElement answer, CancellationToken cancellationToken)
    {
        var token = answer.GetProperty("AuthenticationResult").GetProperty("IdToken").GetString()!;
        var claims = JsonDocument.Parse(UrlText.Read(token.Split('.')[1])!).RootElement;
        var proven = claims.IsTrue("email_verified") ? EmailAddress.Normalise(claims.Text("email")) : null;
        var person = new ExternalPerson(claims.Text("sub")!, proven, claims.Text("name"));
        var (user, refusal) = await arrival.Welcome(person, cancellationToken);
        if (user is null)
            return new SignInOutcome.Refused(refusal!);
        return await Challenge(user, cancellationToken) ?? (SignInOutcome)new SignInOutcome.Proven(user);
    }

    Task Join(User user, string subject, CancellationToken cancellationToken) => room.Database.Write(
        (db, _) =>
        {
            db.Add(new ExternalIdentity
            {
                Id = Ids.New(room.Time),
                UserId = user.Id,
                Provider = Provider,
                Subject = subject,
                Email = user.Email,
                CreatedAt = room.Time.Now(),
                LastUsedAt = room.Time.Now(),
            });
            return Task.CompletedTask;
        },
        cancellationToken);

    static string Challenge(JsonElement answer, string email)
    {
        var user = answer.TryGetProperty("ChallengeParameters", out var parameters) ? parameters.Text("USER_ID_FOR_SRP") : null;
        return new CognitoChallenge(user ?? email, answer.Text("Session") ?? "").ToString();
    }

    // Whether there is such a person is nobody's business.
    static async Task WhoeverIsThere(Task call)
    {
        try
        {
            await call;
        }
        catch (AwsException nobody) when (nobody.Code is "UserNotFoundException" or "InvalidParameterException" or "NotAuthorizedException")
        {
        }
    }

    static class Refusals
    {
        public static Refusal Of(AwsException refused) => refused.Code switch
        {
            "UsernameExistsException" or "AliasExistsException" => Problems.EmailTaken.Because("Sign in, or sign up with another address."),
            "InvalidPasswordException" => Problems.Flawed([new Flaw("/password", "password", "Choose a longer password with upper and lower case, a digit and a symbol.")]),
            "NotAuthorizedException" or "UserNotFoundException" => WrongPassword(),
            "PasswordResetRequiredException" => Problems.InvalidCredentials.Because("Set a new password by \"forgot password\" first."),
            "UserNotConfirmedException" => Problems.ConfirmationRequired.Because(
                "Send the code that was mailed to you to /auth/confirm, or ask for another one at /auth/confirm/resend."),
            "CodeMismatchException" or "ExpiredCodeException" => Problems.InvalidCode.Because("Check it, or ask for another one."),
            "LimitExceededException" or "TooManyFailedAttemptsException" =>
                Problems.RateLimited.Because("Wait a minute and try again.").After(TimeSpan.FromMinutes(1)),
            _ => throw refused,
        };

        public static Refusal WrongPassword() => Problems.InvalidCredentials.Because("Check both and try again.");

        public static Refusal OfChallenge(AwsException refused) => refused.Code switch
        {
            "CodeMismatchException" or "EnableSoftwareTokenMFAException" => Problems.InvalidCode.Because("Type the code that the app shows now."),
            "NotAuthorizedException" or "ExpiredCodeException" => Problems.InvalidChallenge.Because("Sign in with the password again."),
            _ => Of(refused),
        };
    }
}
