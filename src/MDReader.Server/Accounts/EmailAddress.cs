using System.Net.Mail;

namespace MDReader.Server.Accounts;

/// <summary>One form per address, so that one person has one account: trimmed and in lower case.</summary>
static class EmailAddress
{
    /// <summary>The longest path that SMTP carries (RFC 5321, 4.5.3.1.3).</summary>
    public const int MaximumLength = 254;

    /// <summary>Null when it is no address that mail could be sent to.</summary>
    public static string? Normalise(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length <= MaximumLength
            && MailAddress.TryCreate(trimmed, out var address)
            && address.Address == trimmed
            && !trimmed.Any(char.IsWhiteSpace)
                ? trimmed.ToLowerInvariant()
                : null;
    }
}
