using System.Text;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Files;

/// <summary>A document that an import makes.</summary>
sealed record PlannedDocument(Guid Id, string Path, string Title, string Text)
{
    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";
}

/// <summary>A file that an import attaches to a document.</summary>
sealed record PlannedAttachment(Guid Id, Guid DocumentId, ArchivedFile File, string ContentType);

/// <summary>
/// What an import will make, worked out before anything is made: documents from Markdown and HTML, attachments from the
/// files they show or lead to, and their addresses changed to where both will be.
/// </summary>
sealed class ImportPlan
{
    const int MostWarnings = 100;

    static readonly Dictionary<string, string> Types = new()
    {
        ["png"] = "image/png",
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["gif"] = "image/gif",
        ["webp"] = "image/webp",
        ["avif"] = "image/avif",
        ["svg"] = "image/svg+xml",
        ["pdf"] = "application/pdf",
        ["txt"] = "text/plain",
        ["csv"] = "text/csv",
        ["json"] = "application/json",
        ["mp4"] = "video/mp4",
        ["mp3"] = "audio/mpeg",
    };

    readonly List<string> _warnings = [];
    readonly Dictionary<(Guid, string), PlannedAttachment> _attachments = [];

    public IReadOnlyList<PlannedDocument> Documents { get; private set; } = [];

    public IReadOnlyCollection<PlannedAttachment> Attachments => _attachments.Values;

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public IEnumerable<string> Folders => Documents.Select(document => document.Folder).Where(folder => folder.Length > 0)
        .SelectMany(folder => folder.Split('/').Select((_, level) => string.Join('/', folder.Split('/').Take(level + 1))))
        .Distinct().OrderBy(folder => folder.Count(c => c == '/'));

    public static async Task<ImportPlan> Of(
        IReadOnlyList<ArchivedFile> files, int textLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        var plan = new ImportPlan();
        var texts = new List<PlannedDocument>();
        foreach (var file in files.Where(IsText))
        {
            if (await plan.ReadText(file, textLimit, time, cancellationToken) is { } document)
            {
                texts.Add(document);
            }
        }

        var documents = texts.ToDictionary(text => text.Path, StringComparer.OrdinalIgnoreCase);
        var others = files.Where(file => !IsText(file)).ToDictionary(file => file.Path, StringComparer.OrdinalIgnoreCase);
        plan.Documents = texts.ConvertAll(text => text with
        {
            Text = Links.Change(text.Text, address => plan.NewAddress(text, address, documents, others, time)),
        });
        var used = plan._attachments.Values.Select(attachment => attachment.File.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in others.Values.Where(file => !used.Contains(file.Path)))
        {
            plan.Warn($"{file.Path}: left out, since no document shows it.");
        }

        return plan;
    }

    string? NewAddress(
        PlannedDocument from, string address, Dictionary<string, PlannedDocument> documents, Dictionary<string, ArchivedFile> others,
        TimeProvider time)
    {
        if (Target(from.Folder, address) is not var (path, fragment))
        {
            return null;
        }

        if (documents.TryGetValue(path, out var document))
        {
            return $"/d/{document.Id}{fragment}";
        }

        if (!others.TryGetValue(path, out var file))
        {
            return null;
        }

        if (!_attachments.TryGetValue((from.Id, file.Path), out var attachment))
        {
            attachment = new(Ids.New(time), from.Id, file, Types.GetValueOrDefault(file.Extension, "application/octet-stream"));
            _attachments[(from.Id, file.Path)] = attachment;
        }

        return $"{Api.Root}/v1/attachments/{attachment.Id}";
    }

    /// <summary>The path within the archive that a relative address means; null for any other address.</summary>
    static (string Path, string Fragment)? Target(string folder, string address)
    {
        if (address.StartsWith('#') || address.StartsWith('/') || address.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var end = address.IndexOfAny(['#', '?']);
        var (relative, fragment) = end < 0 ? (address, "") : (address[..end], address[end] == '#' ? address[end..] : "");
        var parts = folder.Length == 0 ? [] : folder.Split('/').ToList();
        foreach (var part in Uri.UnescapeDataString(relative).Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when parts.Count == 0:
                    return null;
                case "..":
                    parts.RemoveAt(parts.Count - 1);
                    break;
                default:
                    parts.Add(part);
                    break;
            }
        }

        return (string.Join('/', parts), fragment);
    }

    async Task<PlannedDocument?> ReadText(
        ArchivedFile file, int textLimit, TimeProvider time, CancellationToken cancellationToken)
    {
        var bytes = await file.Read(cancellationToken);
        if (bytes.Length > textLimit)
        {
            Warn($"{file.Path}: left out, since a document may have {textLimit} bytes (this has {bytes.Length}).");
            return null;
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            Warn($"{file.Path}: left out, since it isn't UTF-8.");
            return null;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Warn($"{file.Path}: left out, since it holds NUL characters.");
            return null;
        }

        var title = System.IO.Path.GetFileNameWithoutExtension(file.Name).Trim();
        title = title.Length == 0 ? file.Name : title;
        if (IsHtml(file))
        {
            if (HtmlText.Read(text) is not { } page)
            {
                Warn($"{file.Path}: left out, since its parts are nested too deeply.");
                return null;
            }

            (title, text) = (page.Title is { Length: > 0 } said ? said : title, page.Markdown);
        }

        return new(Ids.New(time), file.Path, title[..Math.Min(title.Length, DocumentEntry.LongestTitle)], text);
    }

    void Warn(string warning)
    {
        if (_warnings.Count < MostWarnings)
        {
            _warnings.Add(warning);
        }
    }

    static bool IsText(ArchivedFile file) => file.Extension is "md" or "markdown" || IsHtml(file);

    static bool IsHtml(ArchivedFile file) => file.Extension is "html" or "htm";
}
