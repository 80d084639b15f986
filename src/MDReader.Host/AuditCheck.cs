using MDReader.Server.Platform;

namespace MDReader.Host;

/// <summary>
/// <c>audit verify [--anchors file] [--save file]</c>: walks the audit chains. Prints where each of them ends, and with
/// <c>--save</c> keeps that; a file kept elsewhere and given with <c>--anchors</c> later shows what was cut off since.
/// </summary>
static class AuditCheck
{
    public static async Task<int> Run(WebApplication app, IReadOnlyList<string> options)
    {
        var anchors = Option(options, "--anchors") is { } file
            ? (await File.ReadAllLinesAsync(file)).Select(AuditAnchor.Parse).OfType<AuditAnchor>().ToList()
            : [];
        var verdict = await app.Services.GetRequiredService<AuditVerification>().Run(anchors, CancellationToken.None);
        var lines = verdict.Heads.Select(head => head.ToString()).ToList();
        lines.ForEach(Console.WriteLine);
        foreach (var flaw in verdict.Flaws)
        {
            await Console.Error.WriteLineAsync(flaw);
        }

        if (Option(options, "--save") is { } save && verdict.Flaws.Count == 0)
        {
            await File.WriteAllLinesAsync(save, lines);
        }

        return verdict.Flaws.Count == 0 ? 0 : 1;
    }

    static string? Option(IReadOnlyList<string> options, string name)
    {
        for (var i = 0; i + 1 < options.Count; i++)
        {
            if (options[i] == name)
            {
                return options[i + 1];
            }
        }

        return null;
    }
}
