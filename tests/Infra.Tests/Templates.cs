using System.Security.Cryptography;
using System.Text.Json;
using Amazon.CDK;
using MDReader.Infra;

[assembly: AssemblyFixture(typeof(Infra.Tests.Templates))]

namespace Infra.Tests;

/// <summary>Every stack, synthesised once, as CloudFormation would be given it.</summary>
public sealed class Templates : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("mdreader-cdk-").FullName;
    readonly Dictionary<string, Template> templates = [];

    public Templates()
    {
        // The library warns of the machine's Node.js by a screenful.
        System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
        using var settings = JsonDocument.Parse(File.ReadAllText(Repository.File("infra/cdk.json")));
        var context = settings.RootElement.GetProperty("context").EnumerateObject()
            .ToDictionary(entry => entry.Name, object (entry) => entry.Value.GetString()!);
        context["gateway"] = "yes";
        context["googleClientId"] = "a-client.apps.googleusercontent.com";
        context["githubClientId"] = "Iv1.a-client";
        context["assistantUrl"] = "https://models.example.org/v1";
        context["assistantModels"] = "large,small";
        using (var former = RSA.Create(2048))
            context["formerUrlSigningKey"] = former.ExportSubjectPublicKeyInfoPem();
        var app = new App(new AppProps { Outdir = folder, Context = context });
        Deployment.Describe(app);
        app.Synth();
        foreach (var file in Directory.GetFiles(folder, "*.template.json"))
            templates[Path.GetFileName(file)[..^".template.json".Length]] = new Template(JsonDocument.Parse(File.ReadAllText(file)));
    }

    /// <summary>Where the templates are as files.</summary>
    public string Folder => folder;

    public Template this[string stack] => templates[stack];

    public IEnumerable<Template> OfEverySize => MDReader.Infra.Size.All.Select(size => templates[$"mdreader-{size.Name}"]);

    public IEnumerable<Template> All => templates.Values;

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <param name="Properties">Empty where the resource has none.</param>
public sealed record Resource(string Name, string Type, JsonElement Properties)
{
    /// <summary>The value at a path such as <c>a.0.b</c>, or null.</summary>
    public JsonElement? At(string path)
    {
        var value = Properties;
        foreach (var step in path.Split('.'))
        {
            if (value.ValueKind == JsonValueKind.Array && int.TryParse(step, out var index) && index < value.GetArrayLength())
                value = value[index];
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
                return null;
        }
        return value;
    }

    /// <summary>The same as JSON text; empty where there is nothing.</summary>
    public string Text(string path) => At(path)?.GetRawText().Trim('"') ?? "";
}

public sealed class Template(JsonDocument template)
{
    public string Json { get; } = template.RootElement.GetRawText();

    public IReadOnlyList<Resource> Resources { get; } =
    [
        .. template.RootElement.GetProperty(nameof(Resources)).EnumerateObject().Select(resource => new Resource(
            resource.Name,
            resource.Value.GetProperty("Type").GetString()!,
            resource.Value.TryGetProperty("Properties", out var properties) ? properties : JsonDocument.Parse("{}").RootElement)),
    ];

    public IEnumerable<Resource> Of(string type) => Resources.Where(resource => resource.Type == $"AWS::{type}");

    public Resource One(string type) => Of(type).ShouldHaveSingleItem();
}

static class Repository
{
    public static string File(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "MDReader.slnx")))
                return Path.Combine(folder.FullName, path);
        throw new InvalidOperationException("The tests don't run inside a checkout.");
    }
}
