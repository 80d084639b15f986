using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Platform;

/// <summary>Section <c>MDReader:Outbox</c>.</summary>
public sealed class OutboxOptions : IValidatableObject
{
    public const string Section = "MDReader:Outbox";

    /// <summary>
    /// How long a message belongs to the process that took it: where several share the database, what one of them died with
    /// waits as long. Reading it, such as sending a letter, may take two fifths of that.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Lease < TimeSpan.FromSeconds(1))
        {
            yield return new ValidationResult("A lease of the outbox lasts at least a second.");
        }
    }
}
