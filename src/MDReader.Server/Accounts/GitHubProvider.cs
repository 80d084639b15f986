using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace MDReader.Server.Accounts;

/// <summary>GitHub, which has OAuth and no ID token: whoever holds the access token is asked for at its API.</summary>
sealed class GitHubProvider(string name, ProviderOptions options, ProviderHttp http) : IProvider
{
    // "openid" and the like mean nothing there.
    const string Scopes = "read:user user:email";

    readonly Uri _site = options.Issuer ?? new Uri("https://github.com");
    readonly Uri _api = options.Api ?? new Uri("https://api.github.com");

    public string Name => name;

    public string Title => options.Title ?? "GitHub";

    public Task<Uri> SignInAddress(SignInAttempt attempt, Uri callback, CancellationToken cancellationToken) =>
        Task.FromResult(new Uri(QueryHelpers.AddQueryString(
            Below(_site, "login/oauth/authorize").ToString(),
            new Dictionary<string, string?>
            {
                ["client_id"] = options.ClientId,
                ["redirect_uri"] = callback.ToString(),
                ["scope"] = Scopes,
                ["state"] = attempt.State,
                ["code_challenge"] = attempt.Challenge,
                ["code_challenge_method"] = "S256",
            })));

    public async Task<ExternalPerson> Redeem(CallbackCode code, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        var answer = await http.Post(
            Below(_site, "login/oauth/access_token"),
            new Dictionary<string, string>
            {
                ["client_id"] = options.ClientId,
                ["client_secret"] = options.ClientSecret ?? "",
                ["code"] = code.Code,
                ["redirect_uri"] = code.Callback.ToString(),
                ["code_verifier"] = attempt.Verifier,
            },
            cancellationToken);
        // It refuses with 200 and a member "error".
        var token = answer.Text("access_token")
            ?? throw ProviderException.Unbelievable($"{Title} refused the code; begin again.");
        var user = await http.Get(Below(_api, "user"), token, cancellationToken);
        if (user.ValueKind != JsonValueKind.Object || !user.TryGetProperty("id", out var id) || !id.TryGetInt64(out var number))
        {
            throw ProviderException.Unreachable($"{Title} didn't say who it is.");
        }

        return new ExternalPerson(
            number.ToString(CultureInfo.InvariantCulture),
            PrimaryEmail(await http.Get(Below(_api, "user/emails"), token, cancellationToken)),
            user.Text("name") ?? user.Text("login"));
    }

    static string? PrimaryEmail(JsonElement emails) => emails.ValueKind == JsonValueKind.Array
        ? emails.EnumerateArray()
            .Where(email => email.IsTrue("primary") && email.IsTrue("verified"))
            .Select(email => EmailAddress.Normalise(email.Text("email")))
            .FirstOrDefault()
        : null;

    static Uri Below(Uri address, string path) => new(address.ToString().TrimEnd('/') + "/" + path);
}
