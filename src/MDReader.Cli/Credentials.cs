using System.Text.Json;

namespace MDReader.Cli;

/// <summary>Where somebody is signed in: the server's address, and a personal access token for it.</summary>
sealed record Credentials(Uri Server, string Token)
{
    const string FromServer = "MDREADER_SERVER";
    const string FromToken = "MDREADER_TOKEN";

    /// <summary>Those of the environment, else those that <c>login</c> kept; null when there are none.</summary>
    public static Credentials? Find()
    {
        if (Environment.GetEnvironmentVariable(FromToken) is { Length: > 0 } token)
            return Environment.GetEnvironmentVariable(FromServer) is { Length: > 0 } server
                ? new(new Uri(server), token)
                : throw new InvalidOperationException($"Set {FromServer} as well, to the server that {FromToken} is for.");
        return File.Exists(Place) ? JsonSerializer.Deserialize<Credentials>(File.ReadAllBytes(Place), JsonSerializerOptions.Web) : null;
    }

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

    public override string ToString() => $"{nameof(Credentials)} for {Server}";

    static string Place => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "mdreader",
        "credentials.json");
}
