using System.Text.Json;

namespace MDReader.Cli;

/// <summary>Where somebody is signed in: the server's address, and a personal access token for it.</summary>
sealed record Credentials(Uri Server, string Token)
{
    public const string FromToken = "MDREADER_TOKEN";
    const string FromServer = "MDREADER_SERVER";

    /// <summary>Whether they are the environment's, and not those that <c>login</c> kept.</summary>
    public static bool AreOfEnvironment => Environment.GetEnvironmentVariable(FromToken) is { Length: > 0 };

    /// <summary>Those of the environment, else those that <c>login</c> kept; null when there are none.</summary>
    public static Credentials? Find()
    {
        if (Environment.GetEnvironmentVariable(FromToken) is { Length: > 0 } token)
            return Environment.GetEnvironmentVariable(FromServer) is { Length: > 0 } server
                ? new(Address(server), token)
                : throw new RemoteException($"Set {FromServer} as well, to the server that {FromToken} is for.");
        return File.Exists(Place) ? Kept() : null;
    }

    /// <summary>A server's address as somebody writes it.</summary>
    public static Uri Address(string said) =>
        Uri.TryCreate(said, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? address
            : throw new RemoteException($"Write the server's address as https://… (now {said}).");

    /// <summary>Keeps them for this person alone.</summary>
    public void Keep()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var beside = $"{Place}.new";
        File.Delete(beside);
        using (var file = new FileStream(beside, options))
            JsonSerializer.Serialize(file, this, JsonSerializerOptions.Web);
        File.Move(beside, Place, overwrite: true);
    }

    static Credentials Kept()
    {
        try
        {
            return JsonSerializer.Deserialize<Credentials>(File.ReadAllBytes(Place), JsonSerializerOptions.Web)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException damage)
        {
            throw new RemoteException($"{Place} is damaged; sign in again with 'mdreader login'. ({damage.Message})");
        }
    }

    public override string ToString() => $"{nameof(Credentials)} for {Server}";

    static string Place => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "mdreader",
        "credentials.json");
}
