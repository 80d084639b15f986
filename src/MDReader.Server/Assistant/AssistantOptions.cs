using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Assistant;

/// <summary>Section <c>MDReader:Assistant</c>. Where requests go is said here and nowhere else: no caller can name an
/// address, and no redirect is followed.</summary>
public sealed class AssistantOptions : IValidatableObject
{
    public const string Section = "MDReader:Assistant";

    /// <summary>What the paths of OpenAI's API stand behind, such as <c>https://api.openai.com/v1</c>
    /// (<c>MDREADER_AI_URL</c>). Without it there is no assistant.</summary>
    public Uri? Url { get; set; }

    /// <summary>Sent as a bearer token (<c>MDREADER_AI_KEY</c>); never logged, never shown.</summary>
    public string? Key { get; set; }

    /// <summary>The models that may be used, separated by commas (<c>MDREADER_AI_MODELS</c>); the first is used where a
    /// request names none.</summary>
    public string Models { get; set; } = "";

    /// <summary>All messages of a request together, in bytes of UTF-8.</summary>
    [Range(1, 10_000_000)]
    public int PromptBytes { get; set; } = 32 * 1024;

    /// <summary>The most tokens that one answer may have; also what is set aside while it is awaited.</summary>
    [Range(1, 1_000_000)]
    public int AnswerTokens { get; set; } = 4_096;

    /// <summary>Requests of one person.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 20;

    /// <summary>Requests of all members for one workspace.</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinuteAndWorkspace { get; set; } = 60;

    /// <summary>Requests at once of one workspace, or of one person outside any.</summary>
    [Range(1, int.MaxValue)]
    public int AtOnce { get; set; } = 4;

    /// <summary>Tokens of prompts and answers that one person may use in a day (UTC).</summary>
    [Range(1, long.MaxValue)]
    public long TokensPerPerson { get; set; } = 200_000;

    /// <summary>Tokens that all members may use in a day for one workspace.</summary>
    [Range(1, long.MaxValue)]
    public long TokensPerWorkspace { get; set; } = 1_000_000;

    /// <summary>How long the provider may take to begin to answer, and to go on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a whole answer may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestAnswer { get; set; } = TimeSpan.FromMinutes(5);

    public IReadOnlyList<string> ModelNames => Models.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool IsOn => Url is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            yield return new("Write MDREADER_AI_URL as https://host/v1.");
        }

        if (IsOn && ModelNames.Count == 0)
        {
            yield return new("Name the models that may be used in MDREADER_AI_MODELS, separated by commas.");
        }
    }
}
