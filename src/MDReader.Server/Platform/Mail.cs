using System.Net;
using System.Text;

namespace MDReader.Server.Platform;

/// <summary>A letter in both forms.</summary>
/// <param name="To">One address.</param>
/// <param name="Subject">One line.</param>
public sealed record Mail(string To, string Subject, string Text, string Html)
{
    /// <summary>Where one click ends letters like it (RFC 8058); null for letters that are asked for.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>Both forms from the same parts; whatever they hold, in HTML it is text.</summary>
    public static Mail Compose(string to, string subject, params ReadOnlySpan<MailPart> parts)
    {
        var (text, html) = (new StringBuilder(), new StringBuilder());
        html.Append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
            .Append(WebUtility.HtmlEncode(subject))
            .Append("</title><body style=\"font-family:system-ui,sans-serif;line-height:1.5;max-width:36em\">\n");
        foreach (var part in parts)
        {
            var content = WebUtility.HtmlEncode(part.Text);
            switch (part)
            {
                case MailPart.Paragraph:
                    text.Append(part.Text).Append("\n\n");
                    html.Append("<p>").Append(content).Append("</p>\n");
                    break;
                case MailPart.Code:
                    text.Append("    ").Append(part.Text).Append("\n\n");
                    html.Append("<p style=\"font:600 1.5em ui-monospace,monospace;letter-spacing:.1em\">")
                        .Append(content).Append("</p>\n");
                    break;
                case MailPart.Link(_, var address):
                    text.Append(part.Text).Append(":\n").Append(address).Append("\n\n");
                    html.Append("<p><a href=\"").Append(WebUtility.HtmlEncode(address.ToString())).Append("\">")
                        .Append(content).Append("</a></p>\n");
                    break;
                default:
                    throw new InvalidOperationException("A mail has paragraphs, codes and links.");
            }
        }

        html.Append("</body></html>\n");
        return new Mail(to, OneLine(subject), text.ToString(), html.ToString());
    }

    // A subject may hold a person's words, and a header ends at a line break.
    static string OneLine(string subject) => string.Concat(subject.Select(c => char.IsControl(c) ? ' ' : c));
}

/// <summary>A part of a letter.</summary>
public abstract record MailPart(string Text)
{
    public sealed record Paragraph(string Text) : MailPart(Text);

    /// <summary>Something to type or copy.</summary>
    public sealed record Code(string Text) : MailPart(Text);

    public sealed record Link(string Text, Uri Address) : MailPart(Text);
}

/// <summary>The port behind which letters leave: SMTP, a folder, a cloud's service. None is registered where no mail is
/// sent.</summary>
public interface IMailer
{
    /// <param name="mail">What to send.</param>
    /// <param name="id">The same for the same letter, so that one that is sent again can be recognised.</param>
    Task Send(Mail mail, string id, CancellationToken cancellationToken);
}
