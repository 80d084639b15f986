using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Notifications;

/// <summary>Section <c>MDReader:Notifications</c>.</summary>
public sealed class NotificationsOptions : IValidatableObject
{
    public const string Section = "MDReader:Notifications";

    /// <summary>How long a letter waits for its notification to be read in the app first.</summary>
    public TimeSpan LettersWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Sends pushes to any address, by http as well. Only where nobody else's address can be reached from here.</summary>
    public bool PushAnywhere { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LettersWait < TimeSpan.Zero)
        {
            yield return new ValidationResult("Letters wait for no less than nothing.");
        }
    }
}
