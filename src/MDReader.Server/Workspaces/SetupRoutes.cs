using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Workspaces;

/// <param name="Token">What stands behind the <c>#</c> of the link.</param>
/// <param name="Workspace">What the first workspace is called.</param>
public sealed record SetupRequest(
    string? Token = null,
    string? Name = null,
    string? Email = null,
    string? Password = null,
    string? Workspace = null,
    string? TokenDelivery = null) : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. string.IsNullOrEmpty(Token) ? [new Flaw("/token", "required", "Give the token of the set-up link.")] : Array.Empty<Flaw>(),
        .. Checked.Line(Name, "/name", Person.LongestName),
        .. NewAccount.CheckEmail(Email),
        .. NewAccount.CheckPassword(Password),
        .. Checked.Line(Workspace, "/workspace", WorkspaceEntry.LongestName),
        .. Accounts.TokenDelivery.Check(TokenDelivery),
    ];
}

/// <summary>The answer to the set-up: a sign-in, and the first workspace.</summary>
public sealed record SetUp(
    string AccessToken,
    int ExpiresIn,
    Person User,
    WorkspaceEntry Workspace,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken = null)
{
    public override string ToString() => nameof(SetUp);
}

static class SetupRoutes
{
    public static void MapSetup(this RouteGroupBuilder api) =>
        api.MapPost("/setup", Finish).WithName("SetUp").AllowAnonymous()
            .Refuses(Problems.InvalidSetupToken, Problems.SetupFinished, Problems.EmailTaken, Problems.Invalid);

    static async Task<Results<Answer<SetUp>, Refusal>> Finish(
        SetupRequest body,
        HttpContext context,
        Database database,
        SetupLink link,
        FirstPerson firstPerson,
        Sessions sessions)
    {
        // Asked once before the password costs its time, and again where it counts.
        if (await database.Read((db, token) => link.Refuse(db, body.Token!, token), context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        var (user, workspace, failure) = await firstPerson.Make(body, context.RequestAborted);
        if (user is null || workspace is null)
        {
            return failure!;
        }

        var tokens = await sessions.Begin(user, context.Request.Headers.UserAgent.ToString(), context.RequestAborted);
        var signedIn = TokenDelivery.Deliver(context, tokens, body.TokenDelivery);
        return Answers.With(new SetUp(
            signedIn.AccessToken,
            signedIn.ExpiresIn,
            signedIn.User,
            WorkspaceEntry.Of(workspace, Role.Owner),
            signedIn.RefreshToken));
    }
}

/// <summary>Makes the administrator and their workspace, both or neither.</summary>
sealed class FirstPerson(Database database, SetupLink link, NewAccount accounts, NewWorkspace workspaces)
{
    public async Task<(User? User, Workspace? Workspace, Refusal? Refusal)> Make(
        SetupRequest body, CancellationToken cancellationToken)
    {
        // The account is made by its own rules; the write around it sees to the rest, and to there being one first person.
        var (prepared, refusal) = await accounts.Prepare(body.Email!, body.Password!, body.Name!, cancellationToken);
        if (prepared is null)
        {
            return (null, null, refusal);
        }

        return await database.Write<(User?, Workspace?, Refusal?)>(
            async (db, token) =>
            {
                if (await link.Refuse(db, body.Token!, token) is { } late)
                {
                    return (null, null, late);
                }

                prepared.IsAdministrator = true;
                if (await accounts.Add(prepared, _ => Task.CompletedTask, token) is { } taken)
                {
                    return (null, null, taken);
                }

                return (prepared, await workspaces.Make(body.Workspace!, prepared.Id, token), null);
            },
            cancellationToken);
    }
}
