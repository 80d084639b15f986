using System.Diagnostics;
using System.Text.Json;

namespace Infra.Tests;

/// <summary>
/// The templates of all sizes under the rules of others: AWS's own validation, the controls of AWS Control Tower, and cdk-nag's
/// "AWS Solutions". What is left as it is stands in infra/lint/accepted.json, with the reason.
/// </summary>
public sealed class LintTests(Templates templates)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <param name="Rule">Begins the rule's name.</param>
    /// <param name="At">Begin the names of the resources that may be found.</param>
    sealed record Acceptance(string Rule, string[] At, string Why)
    {
        public bool Covers(Finding found) => found.Rule.StartsWith(Rule, StringComparison.Ordinal)
            && At.Any(begin => found.Resource.StartsWith(begin, StringComparison.Ordinal));
    }

    sealed record Finding(string Template, string Rule, string Resource, string Says);

    [Fact]
    public async Task Nothing_is_found_but_what_was_accepted_for_a_reason_and_is_still_there()
    {
        Assert.SkipUnless(
            Directory.Exists(Repository.File("infra/lint/node_modules")) || System.Environment.GetEnvironmentVariable("CI") == "true",
            "Run npm ci in infra/lint.");
        var accepted = JsonSerializer.Deserialize<Acceptance[]>(
            await File.ReadAllTextAsync(Repository.File("infra/lint/accepted.json")), JsonSerializerOptions.Web)!;
        accepted.ShouldAllBe(entry => entry.Why.EndsWith('.'));

        var found = await Find();

        found.Where(finding => !accepted.Any(entry => entry.Covers(finding))).ShouldBeEmpty();
        accepted.Where(entry => !found.Any(entry.Covers)).ShouldBeEmpty("Take out of accepted.json what is found no more.");
    }

    async Task<List<Finding>> Find()
    {
        using var late = new CancellationTokenSource(Patience);
        using var linter = Process.Start(new ProcessStartInfo("node", [Repository.File("infra/lint/templates.mjs"), templates.Folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(linter.StandardOutput.ReadToEndAsync(late.Token), linter.StandardError.ReadToEndAsync(late.Token));
        await linter.WaitForExitAsync(late.Token);
        linter.ExitCode.ShouldBe(0, said[1]);
        return [.. said[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Finding>(line, JsonSerializerOptions.Web)!)];
    }
}
