using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Versions;

/// <summary>Section <c>MDReader:Versions</c>.</summary>
public sealed class VersionsOptions : IValidatableObject
{
    public const string Section = "MDReader:Versions";

    /// <summary>How long nobody writes until a sitting has ended.</summary>
    public TimeSpan SittingEnds { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest that somebody writes without a version being kept.</summary>
    public TimeSpan AtLeastEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often it is looked whether one is due.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How far back history reaches: who wrote what, unnamed versions, and bases to merge from. Named versions are
    /// kept beyond it. Null keeps everything.</summary>
    public TimeSpan? KeepHistory { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SittingEnds <= TimeSpan.Zero || LookEvery <= TimeSpan.Zero || AtLeastEvery <= LookEvery || KeepHistory <= TimeSpan.Zero)
        {
            yield return new ValidationResult(
                "The times of versions are longer than nothing, and LookEvery is shorter than AtLeastEvery.");
        }
    }
}
