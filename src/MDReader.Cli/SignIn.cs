using MDReader.Client;

namespace MDReader.Cli;

/// <summary>Signs somebody in and keeps a token of theirs for later.</summary>
static class SignIn
{
    /// <param name="server">Where.</param>
    /// <param name="token">A personal access token that they have; null to ask for address and password and make one.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public static async Task<string> Run(Uri server, string? token, CancellationToken cancellation)
    {
        var made = token is null ? await MakeToken(server, cancellation) : null;
        token ??= made!.Token!;
        var me = await MDReaderClient.At(server, token).Me.Get(cancellation);
        new Credentials(server, token).Keep();
        return $"Signed in to {server} as {me.Name} ({me.Email})."
            + (made is null ? "" : $" The token is good until {made.ExpiresAt:yyyy-MM-dd}; sign in again then.");
    }

    static async Task<NewAccessToken> MakeToken(Uri server, CancellationToken cancellation)
    {
        var client = MDReaderClient.At(server, token: null);
        // Nobody types a password for a server that isn't there.
        await client.Config(cancellation);
        var email = Ask("E-mail: ");
        var password = AskSecretly("Password: ");
        var session = await Prove(client, email, password, cancellation);
        return await MDReaderClient.At(server, session.AccessToken)
            .Tokens.Create($"mdreader on {Environment.MachineName}", cancellation: cancellation);
    }

    static async Task<SignedIn> Prove(MDReaderClient client, string email, string password, CancellationToken cancellation)
    {
        try
        {
            return await client.Accounts.LogIn(email, password, cancellation);
        }
        catch (ProblemException problem) when (problem.Type == "second-factor-required")
        {
            return await client.Accounts.ShowSecondFactor(
                problem.Member("challenge")!, Ask("Code of your authenticator app: "), cancellation);
        }
    }

    static string Ask(string question)
    {
        Console.Error.Write(question);
        return Console.ReadLine()?.Trim() ?? throw new RemoteException("Nothing was typed; use --token where nobody can.");
    }

    static string AskSecretly(string question)
    {
        if (Console.IsInputRedirected)
            return Ask(question);
        Console.Error.Write(question);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar != 0)
                typed.Append(key.KeyChar);
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
