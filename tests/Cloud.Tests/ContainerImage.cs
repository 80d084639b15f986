using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>The image of infra/Dockerfile, as far as it can be had without a registry of images: built by buildah.</summary>
public sealed class ContainerImage : IAsyncLifetime
{
    static readonly string[] Programs = ["buildah", "bwrap", "setpriv"];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdreader-image-");

    public static bool CanBuild =>
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Programs.All(Child.Has);

    /// <summary>What the Dockerfile says of whoever runs it: Env, User, Entrypoint and so on.</summary>
    public JsonElement Says { get; private set; }

    /// <summary>The image's files, in place of <c>/</c>.</summary>
    public string Files => Path.Combine(_folder.FullName, "files");

    public async ValueTask InitializeAsync()
    {
        if (!CanBuild || Environment.GetEnvironmentVariable("MDREADER_LONG") is null)
            return;
        await Run("bash", Script(), _folder.FullName);
        Says = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "image.json")))
            .RootElement.GetProperty("Docker").GetProperty("config");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    /// <summary>A command of this image as its user, with a root that can't be written to, a volume for each that it asks for,
    /// and nothing that root may do. Its network is this machine's.</summary>
    internal ProcessStartInfo Command(IReadOnlyDictionary<string, string> environment, TaskLimits? limits, params string[] words)
    {
        var user = Says.GetProperty("User").GetString()!;
        string[] arguments =
        [
            "bwrap", "--ro-bind", Files, "/", "--ro-bind", "/usr", "/usr", "--ro-bind", "/lib", "/lib", "--ro-bind", "/lib64", "/lib64",
            "--ro-bind", "/bin", "/bin", "--ro-bind", "/etc", "/etc", "--dev", "/dev", "--proc", "/proc", "--unshare-pid", "--as-pid-1",
            "--die-with-parent",
            "--chdir", Says.GetProperty("WorkingDir").GetString()!,
            .. Says.GetProperty("Volumes").EnumerateObject().SelectMany(volume => Volume(volume.Name)),
            "setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all",
            .. words,
        ];
        var start = new ProcessStartInfo("sh", ["-c", $"{limits?.Enter ?? "true"} && exec \"$0\" \"$@\"", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var variable in Says.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()!.Split('=', 2)))
            start.Environment[variable[0]] = variable[1];
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    // As an engine makes a volume: its owner and rights are those of the image's folder of that name.
    string[] Volume(string name)
    {
        var volume = Path.Combine(_folder.FullName, "volumes", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.GetDirectoryName(volume)!);
        using var copy = Process.Start("cp", ["-a", Files + name, volume]);
        copy.WaitForExit();
        return copy.ExitCode == 0 ? ["--bind", volume, name] : throw new InvalidOperationException($"The image has no {name} to make a volume of.");
    }

    static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Concat(said)}");
    }

    static string Script([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "image", "build.sh");
}
