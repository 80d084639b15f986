using System.Text.RegularExpressions;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>What is left out, or null, stays as it is.</summary>
public sealed partial record ProfileRequest(string? Name = null, string? Colour = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. Name is null ? [] : Checked.Line(Name, "/name", Person.LongestName),
        .. Colour is null || HexColour().IsMatch(Colour)
            ? Array.Empty<Flaw>()
            : [new Flaw("/colour", "colour", "Give the colour as #rrggbb.")],
    ];

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex HexColour();
}

static class MeRoutes
{
    public static void MapMe(this RouteGroupBuilder me)
    {
        me.MapGet("", Get).WithName("GetMe").WithMetadata(new NeedsScope(Scopes.Read));
        me.MapPatch("", Change).WithName("ChangeMe").Refuses(Problems.Invalid);
    }

    static async Task<Ok<Person>> Get(Caller caller, Database database, CancellationToken cancellationToken) =>
        TypedResults.Ok(Person.Of(await database.Read(
            (db, token) => db.Users.SingleAsync(user => user.Id == caller.UserId, token), cancellationToken)));

    static async Task<Results<Ok<Person>, Refusal>> Change(
        ProfileRequest body, Caller caller, Database database, CancellationToken cancellationToken) =>
        TypedResults.Ok(await database.Write(
            async (db, token) =>
            {
                var user = await db.Users.SingleAsync(found => found.Id == caller.UserId, token);
                user.Name = body.Name?.Trim() ?? user.Name;
                user.Colour = body.Colour?.ToLowerInvariant() ?? user.Colour;
                return Person.Of(user);
            },
            cancellationToken));
}
