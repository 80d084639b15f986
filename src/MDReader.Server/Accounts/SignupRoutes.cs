using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <param name="Invite">The token of an invite; where sign-up is by invitation, it takes one.</param>
public sealed record SignupRequest(
    string? Email = null, string? Password = null, string? Name = null, string? Invite = null) : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() =>
        [.. NewAccount.CheckEmail(Email), .. NewAccount.CheckPassword(Password), .. Checked.Line(Name, "/name", Person.LongestName)];
}

/// <summary>The answer to a sign-up.</summary>
/// <param name="User">The new account.</param>
/// <param name="ConfirmationRequired">True when a code was mailed that must come back before signing in.</param>
public sealed record SignedUp(Person User, bool ConfirmationRequired);

/// <summary>Whether the invite is good now and for this address; each feature with invites says so of its own.</summary>
delegate Task<bool> AdmitsSignup(string invite, string email, CancellationToken cancellationToken);

static class SignupRoutes
{
    public static void MapSignup(this RouteGroupBuilder auth) =>
        auth.MapPost("/signup", SignUp).WithName("SignUp")
            .Refuses(Problems.SignupClosed, Problems.EmailTaken, Problems.Invalid, Problems.RateLimited);

    static async Task<Results<Made<SignedUp>, Refusal>> SignUp(
        SignupRequest body,
        HttpContext context,
        IUserPool pool,
        SignInLimits limits,
        IOptions<AccountsOptions> options,
        IEnumerable<AdmitsSignup> admits)
    {
        if (await limits.CountSignUp(context) is { } tooMany)
        {
            return tooMany;
        }

        if (options.Value.Signup == Signup.Invited
            && !await IsInvited(body, admits, context.RequestAborted))
        {
            return Problems.SignupClosed.Because("Ask somebody who is here for an invite.");
        }

        var person = new NewPerson(body.Email!, body.Password!, body.Name!);
        return await pool.SignUp(person, context.RequestAborted) switch
        {
            SignUpOutcome.Made(var user, var confirmationRequired) =>
                Answers.Made(null, new SignedUp(Person.Of(user), confirmationRequired)),
            SignUpOutcome.Refused(var refusal) => refusal,
            _ => throw new InvalidOperationException("A sign-up is made or refused."),
        };
    }

    static async Task<bool> IsInvited(
        SignupRequest request, IEnumerable<AdmitsSignup> admits, CancellationToken cancellationToken)
    {
        foreach (var admitted in request.Invite is null ? [] : admits)
        {
            if (await admitted(request.Invite!, request.Email!, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}
