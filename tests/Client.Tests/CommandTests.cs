using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using MDReader.Cli;
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
        (await desk.Client.Versions.Blame(Guid.Parse(document.Split('/')[^1]))).Runs[0].Via.ShouldBe(new MDReader.Client.Via("cli", null));
        (await Run("new\n", "put", "-", "Engines/New")).Code.ShouldBe(0);
        (await Run("\uFEFFa\r\nb", "put", "-", "Engines/As it is")).Code.ShouldBe(0);
        (await Run("", "cat", "Engines/As it is")).Said.ShouldContain("a\r\nb");
        (await Run("a\0b", "put", "-", "Engines/Refused")).Code.ShouldBe(1);
        (await Run("", "ls", "Engines")).Said.ShouldNotContain("Refused");
        (await Run("", "put", "-", "Engines/Empty")).Code.ShouldBe(0);
        (await Run("", "cat", "Engines/Missing")).ShouldBe((1, "There is no document \"Engines/Missing\"; "
            + "'mdreader ls \"Engines\"' lists those beside it.\n"));

        (await Run("", "pull", desk.Folder, "--workspace", "Engines")).Code.ShouldBe(0);
        desk.Files.ShouldBe(["As it is.md", "Empty.md", "New.md", "Notes.md"]);
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
            .ShouldMatch($@"as Ana \({Regex.Escape(ana.Email)}\)\. The token is good until \d{{4}}-\d\d-\d\d; sign in again then\.");

        (await Run("", "ls")).ShouldBe((0, "You are a member of no workspace yet: make one in the browser, or ask to be invited.\n"));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_home.FullName, "mdreader", "credentials.json"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_token_that_is_good_no_more_is_told_with_what_to_do()
    {
        using var desk = await Desk.Begin(shared.Server);
        var made = await desk.Person.Http.Ask("POST", "/api/v1/me/tokens", new { name = "test" });
        var token = made["token"].GetString()!;
        (await Run("", "login", "--server", $"{shared.Server.Address}", "--token", token)).Code.ShouldBe(0);
        (await Run("", "pull", desk.Folder, "--workspace", "Engines")).Code.ShouldBe(0);
        await desk.Person.Http.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetString()}");

        var (code, said) = await Run("", "sync", desk.Folder);

        code.ShouldBe(1);
        said.ShouldContain("sign in again with 'mdreader login'");
        (await Run("", [("MDREADER_TOKEN", token), ("MDREADER_SERVER", $"{shared.Server.Address}")], "ls")).Said
            .ShouldContain("The token in MDREADER_TOKEN may have expired");
    }

    [Fact]
    public async Task What_goes_wrong_is_a_sentence_and_no_stack_trace()
    {
        using var noServer = new HttpListener();
        var address = $"http://127.0.0.1:{HostProcess.FreePort()}/";
        noServer.Prefixes.Add(address);
        noServer.Start();
        var answering = Answer(noServer);

        var (code, said) = await Run("", "login", "--server", address, "--token", "any");
        noServer.Stop();
        await answering;

        var nobody = $"http://127.0.0.1:{HostProcess.FreePort()}";
        (await Run("", "login", "--server", nobody)).Said.ShouldContain("Look whether the server runs there; 'mdreader login --server https://…' names another.");
        (await Run("ada@example.org\nwrong\n", "login", "--server", $"{shared.Server.Address}")).Said
            .ShouldBe("The e-mail address or the password is wrong. Check both and try again.\n");
        (code, said.Contains("look whether MDReader is at its address", StringComparison.Ordinal)).ShouldBe((1, true), said);
        (await Run("", [("MDREADER_TOKEN", "any"), ("MDREADER_SERVER", "notes")], "ls"))
            .ShouldBe((1, "Write the server's address as https://… (now notes).\n"));
        var kept = Path.Combine(_home.FullName, "mdreader", "credentials.json");
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        File.WriteAllText(kept, "{");
        (await Run("", "ls")).Said.ShouldContain("is damaged; sign in again with 'mdreader login'");
        foreach (var failure in new Exception[]
        {
            new TaskCanceledException("The request was canceled.", new TimeoutException()),
            new UnauthorizedAccessException("Access to the path is denied."),
        })
            Failures.Say(failure).ShouldNotBeNull();
    }

    // Something that isn't MDReader, and answers as if all were well.
    static async Task Answer(HttpListener listener)
    {
        try
        {
            while (true)
            {
                var asked = await listener.GetContextAsync();
                asked.Response.ContentType = "application/json";
                await asked.Response.OutputStream.WriteAsync("<html>"u8.ToArray());
                asked.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    Task<(int Code, string Said)> Run(string input, params string[] arguments) => Run(input, [], arguments);

    async Task<(int Code, string Said)> Run(
        string input, IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MDReader.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment["XDG_CONFIG_HOME"] = _home.FullName;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, said[0] + said[1].Replace("E-mail: ", "").Replace("Password: ", ""));
    }
}
