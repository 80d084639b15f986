using System.Net.Http.Headers;

namespace MDReader.TestKit;

/// <summary>Somebody with an account, signed in.</summary>
public sealed record TestPerson(Guid Id, string Email, string AccessToken, string RefreshToken, HttpClient Http)
    : IDisposable
{
    public void Dispose() => Http.Dispose();
}

public static class People
{
    public const string Password = "quiet-Harbour-71-lamps";

    /// <summary>A new account, signed in with the refresh token in the body.</summary>
    public static async Task<TestPerson> SignUp(this RunningServer server, string name)
    {
        var email = $"{name.ToLowerInvariant()}-{Guid.CreateVersion7():N}@example.org";
        var made = await server.Http.Ask("POST", "/api/v1/auth/signup", new { email, password = Password, name });
        if (made.Status != System.Net.HttpStatusCode.Created)
        {
            throw new InvalidOperationException($"Sign-up was answered {(int)made.Status}: {made.Text}");
        }

        var signedIn = await server.Http.Ask(
            "POST", "/api/v1/auth/login", new { email, password = Password, tokenDelivery = "body" });
        var token = signedIn["accessToken"].GetString()!;
        return new TestPerson(
            made["user.id"].GetGuid(), email, token, signedIn["refreshToken"].GetString()!, server.As(token));
    }

    /// <summary>As <see cref="SignUp(RunningServer, string)"/>, where letters go out: the address is confirmed by its code.</summary>
    public static async Task<TestPerson> SignUp(this RunningServer server, string name, Mailbox mailbox)
    {
        var email = $"{Guid.CreateVersion7():N}@example.org";
        var made = await server.Http.Ask("POST", "/api/v1/auth/signup", new { email, password = Password, name });
        var code = (await mailbox.Next(email, "Confirm")).Code;
        await server.Http.Ask("POST", "/api/v1/auth/confirm", new { email, code });
        var signedIn = await server.Http.Ask(
            "POST", "/api/v1/auth/login", new { email, password = Password, tokenDelivery = "body" });
        var token = signedIn["accessToken"].GetString()!;
        return new TestPerson(
            made["user.id"].GetGuid(), email, token, signedIn["refreshToken"].GetString()!, server.As(token));
    }

    /// <summary>A client that sends this bearer token.</summary>
    public static HttpClient As(this RunningServer server, string token)
    {
        var http = server.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }
}
