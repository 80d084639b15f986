using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Feed;

/// <summary>Section <c>MDReader:Feed</c>.</summary>
public sealed class FeedOptions : IValidatableObject
{
    public const string Section = "MDReader:Feed";

    /// <summary>How long deletions are kept; a cursor that is older has to begin again with a snapshot.</summary>
    public TimeSpan KeepDeletions { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The longest that a request may wait for a change.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How often a waiting request looks for what another process has written.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a stream of hints says that it is alive.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeepDeletions <= TimeSpan.Zero || LongestWait <= TimeSpan.Zero || LookEvery <= TimeSpan.Zero || Heartbeat <= TimeSpan.Zero)
        {
            yield return new ValidationResult("The feed's times are longer than nothing.");
        }
    }
}
