using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Platform;

/// <summary>Letters of the features: put into the outbox with their cause, sent after it is committed.</summary>
public sealed class Post(IEnumerable<IMailer> mailers, Outbox outbox, IOptions<PlatformOptions> options)
{
    readonly IMailer? _mailer = mailers.LastOrDefault();

    /// <summary>Whether this instance can send mail at all.</summary>
    public bool IsOn => _mailer is not null;

    /// <summary>Where a letter may lead its reader: below <see cref="PlatformOptions.PublicUrl"/>, and nowhere if that isn't
    /// set, since what a request calls this server may be forged.</summary>
    public Uri? Address(string path) =>
        options.Value.PublicUrl is { } url ? new Uri(url.ToString().TrimEnd('/') + path) : null;

    /// <summary>Sends the letter once per key when the surrounding write is committed; does nothing where there is no
    /// mail.</summary>
    public Task Send(string key, Mail mail, CancellationToken cancellationToken) =>
        IsOn ? outbox.Add(key, mail, cancellationToken) : Task.CompletedTask;

    internal Task Deliver(Mail mail, string key, CancellationToken cancellationToken) =>
        (_mailer ?? throw new InvalidOperationException("Mail was turned off while a letter waited; turn it on again."))
            .Send(mail, Id(key), cancellationToken);

    // A key may name a person; an id in a header may not.
    static string Id(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
