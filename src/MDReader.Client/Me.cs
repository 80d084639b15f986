using System.Net;
using System.Text.Json;

namespace MDReader.Client;

/// <summary>The account that is signed in.</summary>
public sealed class Me
{
    readonly Calls _calls;

    internal Me(Calls calls) => _calls = calls;

    public Task<Person> Get(CancellationToken cancellation = default) => _calls.Get<Person>("me", cancellation);

    public Task<Person> Change(ProfileChanges changes, CancellationToken cancellation = default) => _calls.Patch<Person>(
        "me",
        Bodies.Of(
            ("name", changes.Name), ("colour", changes.Colour), ("email", changes.Email), ("password", changes.Password),
            ("currentPassword", changes.CurrentPassword)),
        cancellation);

    /// <summary>Ends the account for good.</summary>
    public Task Delete(string password, CancellationToken cancellation = default) =>
        _calls.Delete("me", Bodies.Of(("password", password)), cancellation);

    /// <summary>All that the server knows of the person.</summary>
    public Task<JsonElement> Export(CancellationToken cancellation = default) => _calls.Get<JsonElement>("me/export", cancellation);

    public Task<Picture?> Picture(CancellationToken cancellation = default) => PictureAt("me/picture", cancellation);

    /// <summary>What others see of somebody; null where they have none.</summary>
    public Task<Picture?> PictureOf(Guid user, CancellationToken cancellation = default) =>
        PictureAt($"people/{user}/picture", cancellation);

    public async Task<Person> PutPicture(Picture picture, CancellationToken cancellation = default)
    {
        using var answer = await _calls.Send(
            () => Calls.Request(
                HttpMethod.Put, "me/picture",
                new ByteArrayContent(picture.Bytes) { Headers = { ContentType = new(picture.MediaType) } }),
            cancellation);
        return await Calls.Read<Person>(answer, cancellation);
    }

    public Task RemovePicture(CancellationToken cancellation = default) => _calls.Delete("me/picture", cancellation);

    /// <summary>Accounts elsewhere that sign in to this one.</summary>
    public IAsyncEnumerable<Identity> Identities(CancellationToken cancellation = default) =>
        _calls.List<Identity>("me/identities", cancellation);

    /// <param name="provider">By its name in <see cref="MDReaderClient.Config"/>.</param>
    /// <param name="returnTo">A path of the server that the browser comes back to.</param>
    public Task<ProviderSignIn> LinkIdentity(string provider, string? returnTo = null, CancellationToken cancellation = default) =>
        _calls.Post<ProviderSignIn>(
            "me/identities", Bodies.Of(("provider", provider), ("returnTo", returnTo)), key: null, cancellation);

    public Task RemoveIdentity(Guid identity, CancellationToken cancellation = default) =>
        _calls.Delete($"me/identities/{identity}", cancellation);

    async Task<Picture?> PictureAt(string path, CancellationToken cancellation)
    {
        using var answer = await _calls.Send(() => Calls.Request(HttpMethod.Get, path), cancellation);
        return answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : new(await answer.Content.ReadAsByteArrayAsync(cancellation), answer.Content.Headers.ContentType!.MediaType!);
    }
}

/// <summary>Somebody's own account.</summary>
/// <param name="Colour">Of the cursor, as <c>#rrggbb</c>; null where clients choose one.</param>
/// <param name="Picture">Its address, which changes with it.</param>
/// <param name="HasPassword">False for somebody who signs in by a provider only.</param>
/// <param name="IsAdministrator">Runs the server.</param>
public sealed record Person(
    Guid Id, string Email, bool EmailConfirmed, string Name, string? Colour, string? Picture, bool HasPassword,
    bool IsAdministrator, DateTimeOffset CreatedAt)
{
    /// <summary>The address that this one changes to, once the code that was mailed there is confirmed.</summary>
    public string? PendingEmail { get; init; }
}

/// <summary>What is left out stays as it is.</summary>
public sealed record ProfileChanges
{
    public string? Name { get; init; }

    /// <summary>Of the cursor, as <c>#rrggbb</c>.</summary>
    public string? Colour { get; init; }

    public string? Email { get; init; }

    /// <summary>A new one.</summary>
    public string? Password { get; init; }

    /// <summary>Needed for a new address or password.</summary>
    public string? CurrentPassword { get; init; }
}

/// <param name="MediaType"><c>image/png</c>, <c>image/jpeg</c> or <c>image/webp</c>.</param>
public sealed record Picture(byte[] Bytes, string MediaType);

/// <summary>An account elsewhere that signs in to this one.</summary>
public sealed record Identity(Guid Id, string Provider, string? Email, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);

/// <param name="Url">Where the browser goes to sign in.</param>
public sealed record ProviderSignIn(string Url);
