using System.Text.Json;
using System.Text.RegularExpressions;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>What is left out, or null, stays as it is.</summary>
/// <param name="Email">Another address; where mail is sent, it counts once a code that went there was confirmed.</param>
/// <param name="Password">A new password.</param>
/// <param name="CurrentPassword">Needed for a new address or password.</param>
public sealed partial record ProfileRequest(
    string? Name = null,
    string? Colour = null,
    string? Email = null,
    string? Password = null,
    string? CurrentPassword = null) : SecretBody, IChecked
{
    internal bool IsSensitive => Email is not null || Password is not null;

    public IEnumerable<Flaw> Check() =>
    [
        .. Name is null ? [] : Checked.Line(Name, "/name", Person.LongestName),
        .. Colour is null || HexColour().IsMatch(Colour)
            ? Array.Empty<Flaw>()
            : [new Flaw("/colour", "colour", "Give the colour as #rrggbb.")],
        .. Email is null ? [] : NewAccount.CheckEmail(Email),
        .. Password is null ? [] : NewAccount.CheckPassword(Password),
    ];

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex HexColour();
}

static class MeRoutes
{
    public static void MapMe(this RouteGroupBuilder me)
    {
        me.MapGet("", Get).WithName("GetMe").WithMetadata(new NeedsScope(Scopes.Read));
        me.MapPatch("", Change).WithName("ChangeMe")
            .Refuses(Problems.Invalid, Problems.WrongPassword, Problems.EmailTaken, Problems.RateLimited);
        me.MapDelete("", Delete).WithName("DeleteMe")
            .Refuses(Problems.Invalid, Problems.WrongPassword, Problems.SoleOwner, Problems.RateLimited);
        me.MapGet("/export", Export).WithName("ExportMe");
    }

    static async Task<Answer<Person>> Get(Caller caller, Profile profile, CancellationToken cancellationToken) =>
        Answers.With(await profile.Of(caller.UserId, cancellationToken));

    static async Task<Results<Answer<Person>, Refusal>> Change(
        ProfileRequest body, HttpContext context, Reauthentication again, Profile profile, SensitiveChange sensitive)
    {
        var caller = Caller.Of(context)!;
        if (body.IsSensitive)
        {
            var (user, refusal) = await again.Ask(context, body.CurrentPassword);
            if (user is null)
            {
                return refusal!;
            }

            if (await sensitive.Make(user, body, caller, context.RequestAborted) is { } refused)
            {
                return refused;
            }
        }

        return Answers.With(await profile.Change(caller.UserId, body, context.RequestAborted));
    }

    static async Task<Results<NoContent, Refusal>> Delete(
        [FromBody] PasswordRequest body, HttpContext context, Reauthentication again, Erasure erasure)
    {
        var (user, refusal) = await again.Ask(context, body.Password);
        if (user is null)
        {
            return refusal!;
        }

        if (await erasure.Erase(user.Id, context.RequestAborted) is { } obstacle)
        {
            return obstacle;
        }

        TokenDelivery.Forget(context);
        return TypedResults.NoContent();
    }

    static async Task<Answer<Dictionary<string, JsonElement>>> Export(HttpContext context, Erasure erasure)
    {
        context.Response.Headers.ContentDisposition = "attachment; filename=\"mdreader-export.json\"";
        return Answers.With(await erasure.Export(Caller.Of(context)!.UserId, context.RequestAborted));
    }
}

/// <summary>Tells, within the write, those to whom a person's name is shown that it is another one.</summary>
delegate Task TellOfNewName(MDReaderDb db, Guid userId, CancellationToken cancellationToken);

/// <summary>What a person is called and looks like.</summary>
sealed class Profile(Database database, TimeProvider time, TellOfNewName tell)
{
    public Task<Person> Of(Guid userId, CancellationToken cancellationToken) => database.Read(
        async (db, token) => Person.Of(await db.Users.SingleAsync(user => user.Id == userId, token)) with
        {
            PendingEmail = await Pending(db, userId, token),
        },
        cancellationToken);

    public Task<Person> Change(Guid userId, ProfileRequest body, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var user = await db.Users.SingleAsync(found => found.Id == userId, token);
            if (body.Name?.Trim() is { } name && name != user.Name)
            {
                user.Name = name;
                await tell(db, userId, token);
            }

            user.Colour = body.Colour?.ToLowerInvariant() ?? user.Colour;
            return Person.Of(user) with { PendingEmail = await Pending(db, userId, token) };
        },
        cancellationToken);

    Task<string?> Pending(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return (
            from code in db.MailedCodes
            join user in db.Users on code.UserId equals user.Id
            where code.UserId == userId && code.Purpose == CodePurpose.Confirm && code.ExpiresAt > now
                && code.Email != user.Email
            select code.Email).SingleOrDefaultAsync(cancellationToken);
    }
}

/// <summary>A new password or address, of somebody who gave their password again.</summary>
sealed class SensitiveChange(Database database, IUserPool pool, AddressProof addresses, Sessions sessions)
{
    /// <summary>Null when it is made.</summary>
    public async Task<Refusal?> Make(User user, ProfileRequest body, Caller caller, CancellationToken cancellationToken)
    {
        var email = body.Email is null ? null : EmailAddress.Normalise(body.Email);
        if (email is not null && email != user.Email && await ChangeAddress(user, email, cancellationToken) is { } taken)
        {
            return taken;
        }

        if (body.Password is null)
        {
            return null;
        }

        var refusal = await pool.ChangePassword(user, body.Password, cancellationToken);
        if (refusal is null)
        {
            // Whoever else is signed in may be why the password is changed.
            await sessions.End(user.Id, session => session.Id != caller.CredentialId, cancellationToken);
        }

        return refusal;
    }

    async Task<Refusal?> ChangeAddress(User user, string email, CancellationToken cancellationToken)
    {
        try
        {
            return await database.Write<Refusal?>(
                async (db, token) =>
                {
                    if (await db.Users.AnyAsync(other => other.Email == email, token))
                    {
                        return Taken();
                    }

                    if (addresses.CanProve)
                    {
                        await addresses.Ask(user, email, token);
                        return null;
                    }

                    if (!pool.TakesAddressesUnproven)
                    {
                        return Problems.Flawed([new Flaw("/email", "unproven",
                            "Keep your address: this server sends no mail by which another one could be proven yours.")]);
                    }

                    var found = await db.Users.SingleAsync(row => row.Id == user.Id, token);
                    (found.Email, found.EmailConfirmedAt) = (email, null);
                    return null;
                },
                cancellationToken);
        }
        catch (DbUpdateException failure) when (database.IsDuplicate(failure))
        {
            return Taken();
        }
    }

    static Refusal Taken() => Problems.EmailTaken.Because("Choose another address.");
}
