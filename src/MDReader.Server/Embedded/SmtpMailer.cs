using System.Net;
using System.Net.Mail;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.WebUtilities;

namespace MDReader.Server.Embedded;

/// <summary>Sends letters by SMTP, each over a connection of its own.</summary>
sealed class SmtpMailer : IMailer
{
    const int SubmissionPort = 587;

    readonly Uri _server;
    readonly MailAddress _from;
    readonly bool _encrypted;

    /// <exception cref="ArgumentException">The address lacks something.</exception>
    public SmtpMailer(Uri server)
    {
        var query = QueryHelpers.ParseQuery(server.Query);
        if (server.Scheme != "smtp" || !MailAddress.TryCreate(query.GetValueOrDefault("from"), out var from))
        {
            throw new ArgumentException(
                "Write MDREADER_SMTP as smtp://user:password@host:port?from=mdreader@example.org.", nameof(server));
        }

        _server = server;
        _from = from;
        _encrypted = query.GetValueOrDefault("tls") != "off" && !server.IsLoopback;
    }

    public async Task Send(Mail mail, string id, CancellationToken cancellationToken)
    {
        using var message = Letters.Message(mail, _from, id);
        using var client = new SmtpClient(_server.Host, _server.IsDefaultPort ? SubmissionPort : _server.Port)
        {
            EnableSsl = _encrypted,
            Credentials = Credentials(),
        };
        await client.SendMailAsync(message, cancellationToken);
    }

    NetworkCredential? Credentials() => _server.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
        ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
        : null;
}
