namespace MDReader.Server.Platform;

/// <summary>Section <c>MDReader:Mail</c>. With neither of the first two no mail is sent.</summary>
public sealed class MailOptions
{
    public const string Section = "MDReader:Mail";

    /// <summary>
    /// <c>MDREADER_SMTP</c>: <c>smtp://user:password@host:port?from=address</c>, the user and the port (587) optional. The
    /// connection is encrypted (STARTTLS) unless the server is on loopback or <c>&amp;tls=off</c> says otherwise.
    /// </summary>
    public Uri? Smtp { get; set; }

    /// <summary><c>MDREADER_MAIL_FOLDER</c>: letters are put here as <c>.eml</c> files, for something else to send.</summary>
    public string? Folder { get; set; }

    /// <summary>The sender of letters in a folder; with SMTP it is in the address.</summary>
    public string From { get; set; } = "mdreader@localhost";
}
