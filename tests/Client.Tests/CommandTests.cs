using System.Diagnostics;
using System.Text;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>The program itself, as somebody runs it.</summary>
public sealed class CommandTests(SharedServer shared) : IDisposable
{
    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mdreader-home-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Who_has_signed_in_reads_and_writes_documents_and_folders()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\r\n");
        var token = (await desk.Person.Http.Ask("POST", "/api/v1/me/tokens", new { name = "test" }))["token"].GetString()!;

        (await Run("", "ls")).Said.ShouldContain("Sign in first");
        (await Run("", "login", "--server", $"{shared.Server.Address}", "--token", token)).Said.ShouldContain(desk.Person.Email);
        (await Run("", "ls")).Said.ShouldContain("Engines/");
        (await Run("", "ls", "Engines")).Said.ShouldContain("Notes");
        (await Run("", "cat", "Engines/Notes")).Said.ShouldBe("one\r\n");
        (await Run("two\n", "put", "-", "Engines/Notes.md")).Code.ShouldBe(0);
        (await desk.Text(document)).ShouldBe("two\n");
        (await Run("new\n", "put", "-", "Engines/New")).Code.ShouldBe(0);
        (await Run("", "cat", "Engines/Missing")).ShouldBe((1, "There is no document \"Engines/Missing\"; "
            + "'mdreader ls \"Engines\"' lists those beside it.\n"));

        (await Run("", "pull", desk.Folder, "--workspace", "Engines")).Code.ShouldBe(0);
        desk.Files.ShouldBe(["New.md", "Notes.md"]);
        desk.Save("Notes.md", "two three\n");
        (await Run("", "push", desk.Folder)).Said.ShouldContain("pushed");
        (await desk.Text(document)).ShouldBe("two three\n");
        (await Run("", "sync", "--once", desk.Folder)).ShouldBe((0, ""));

        var bundle = Path.Combine(_home.FullName, "notes.bundle");
        if (Child.Has("git"))
            (await Run("", "export", bundle, "--workspace", "Engines")).Said.ShouldContain($"git clone {bundle}");
    }

    [Fact]
    public async Task An_address_and_a_password_are_good_for_a_token()
    {
        using var ana = await shared.Server.SignUp("Ana");

        (await Run($"{ana.Email}\n{People.Password}\n", "login", "--server", $"{shared.Server.Address}")).Said
            .ShouldContain($"as Ana ({ana.Email})");

        (await Run("", "ls")).ShouldBe((0, ""));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_home.FullName, "mdreader", "credentials.json"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    async Task<(int Code, string Said)> Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MDReader.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment["XDG_CONFIG_HOME"] = _home.FullName;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, said[0] + said[1].Replace("E-mail: ", "").Replace("Password: ", ""));
    }
}
