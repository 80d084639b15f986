using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Workspaces;

/// <param name="Role">One of <c>owner</c>, <c>editor</c>, <c>commenter</c>, <c>viewer</c>.</param>
/// <param name="Email">Only the person with this address may accept; without it, whoever has the token.</param>
/// <param name="ExpiresAt">Without it in 7 days; at most in 90.</param>
/// <param name="UseLimit">How many people may come in by it; without it one with an address, otherwise any number.</param>
public sealed record InviteRequest(
    string? Role = null, string? Email = null, DateTimeOffset? ExpiresAt = null, int? UseLimit = null) : IChecked
{
    public const int LargestUseLimit = 1_000;

    public IEnumerable<Flaw> Check() =>
    [
        .. new MemberRequest(Role).Check(),
        .. Email is null ? [] : NewAccount.CheckEmail(Email),
        .. UseLimit is null or (>= 1 and <= LargestUseLimit)
            ? Array.Empty<Flaw>()
            : [new Flaw("/useLimit", "out-of-range", $"Choose 1 to {LargestUseLimit}, or leave it out (now {UseLimit}).")],
    ];
}

/// <summary>An invite as the workspace's owners see it, without its token.</summary>
/// <param name="CreatedBy">The account that invites.</param>
/// <param name="Uses">How many people have come in by it.</param>
/// <param name="IsOpen">Whether it still lets anybody in.</param>
public sealed record InviteEntry(
    Guid Id,
    Role Role,
    string? Email,
    Guid CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    int? UseLimit,
    int Uses,
    bool IsOpen)
{
    internal static InviteEntry Of(Invite invite, DateTimeOffset now) => new(
        invite.Id, invite.Role, invite.Email, invite.CreatedBy, invite.CreatedAt, invite.ExpiresAt, invite.UseLimit,
        invite.Uses, invite.IsOpen(now));
}

/// <summary>An invite that was just made, or sent again.</summary>
/// <param name="Token">Shown this once; left out in the replay of a request with an idempotency key.</param>
/// <param name="Url">The page to send to whoever is invited, with the token; left out likewise.</param>
public sealed record NewInvite(
    Guid Id,
    Role Role,
    string? Email,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    int? UseLimit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null)
{
    public override string ToString() => $"{nameof(NewInvite)} {Id}";
}

/// <summary>What whoever has the token is shown before anything else.</summary>
/// <param name="Workspace">What it is called.</param>
/// <param name="InvitedBy">The name of the person who invites.</param>
/// <param name="Role">What they will be.</param>
/// <param name="Email">The address that may accept, all but its ends hidden; null for any.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record Invitation(string Workspace, string InvitedBy, Role Role, string? Email, DateTimeOffset ExpiresAt);

static class InviteRoutes
{
    public static void MapInviteRoutes(this RouteGroupBuilder api)
    {
        var invites = api.MapGroup("/workspaces/{workspace:guid}/invites");
        invites.MapGet("", List).WithName("ListInvites").Refuses(
            Problems.NotFound, Problems.Forbidden, Problems.CursorMismatch);
        invites.MapPost("", Create).WithName("CreateInvite").Refuses(
            Problems.NotFound, Problems.Forbidden, Problems.Invalid);

        api.MapDelete("/invites/{invite:guid}", Revoke).WithName("RevokeInvite").Refuses(
            Problems.NotFound, Problems.Forbidden);
        api.MapPost("/invites/{invite:guid}/resend", Resend).WithName("ResendInvite").Refuses(
            Problems.NotFound, Problems.Forbidden);
        api.MapGet("/invites/{invite}", Show).WithName("GetInvitation").AllowAnonymous().Refuses(Problems.NotFound);
        api.MapPost("/invites/{invite}/accept", Accept).WithName("AcceptInvitation").Refuses(Problems.NotFound);
    }

    static async Task<Results<Answer<Page<InviteEntry>>, Refusal>> List(
        Guid workspace,
        [AsParameters] PageQuery query,
        HttpContext context,
        Database database,
        Authorizer authorizer,
        Pages pages,
        TimeProvider time)
    {
        var caller = Caller.Of(context)!;
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is not { } role)
        {
            return WorkspaceAccess.Hidden();
        }

        if (!role.May(Ability.Own))
        {
            return WorkspaceAccess.Forbidden(role, Ability.Own);
        }

        var (start, refusal) = pages.Start(query, $"invites of {workspace}", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var invites = await database.Read(
            (db, token) => db.Invites
                .Where(invite => invite.WorkspaceId == workspace && (start.After == null || invite.Id < start.After))
                .OrderByDescending(invite => invite.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token),
            context.RequestAborted);
        var entries = invites.ConvertAll(invite => InviteEntry.Of(invite, time.Now()));
        return Answers.With(pages.Finish(start, entries, entry => entry.Id, context));
    }

    static async Task<Results<Made<NewInvite>, Refusal>> Create(
        Guid workspace, InviteRequest body, HttpContext context, Invites invites)
    {
        var made = await invites.Make(workspace, body, context);
        if (made.Result is Made<NewInvite> { Value: { } invite })
        {
            ShowOnce(invite, context);
        }

        return made;
    }

    /// <summary>Sends the letter again, or makes the link of an invite without an address anew. It has a new token; the one
    /// before opens nothing any more.</summary>
    static async Task<Results<Answer<NewInvite>, Refusal>> Resend(Guid invite, HttpContext context, Invites invites)
    {
        var sent = await invites.Resend(invite, context);
        if (sent.Result is Answer<NewInvite> { Value: { } again })
        {
            ShowOnce(again, context);
        }

        return sent;
    }

    static void ShowOnce(NewInvite invite, HttpContext context)
    {
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        context.Features.Set(new ShownOnce(JsonSerializer.SerializeToUtf8Bytes(invite with { Token = null, Url = null }, json)));
    }

    static Task<Results<NoContent, Refusal>> Revoke(Guid invite, HttpContext context, Invites invites) =>
        invites.Revoke(invite, context);

    static async Task<Results<Answer<Invitation>, Refusal>> Show(string invite, HttpContext context, Invites invites) =>
        await invites.Show(invite, context.RequestAborted) is { } invitation
            ? Answers.With(invitation)
            : Invites.Unknown();

    static Task<Results<Answer<WorkspaceEntry>, Refusal>> Accept(string invite, HttpContext context, Invites invites) =>
        invites.Accept(invite, context);
}
