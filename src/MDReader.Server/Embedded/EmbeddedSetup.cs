using System.Net.Mail;
using MDReader.Server.Platform;

namespace MDReader.Server.Embedded;

static class EmbeddedSetup
{
    /// <summary>What a single machine needs and nothing else: the default.</summary>
    public static void AddEmbedded(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDatabaseProvider, SqliteProvider>();
        services.AddSingleton<IRelay, LocalRelay>();
        services.AddSingleton<ISearchIndex, SqliteSearchIndex>();
        services.AddSingleton<BlobLinks>();
        services.AddSingleton<BlobFolder>();
        services.AddSingleton<IBlobStore>(provider => provider.GetRequiredService<BlobFolder>());
        var mail = configuration.GetSection(MailOptions.Section).Get<MailOptions>() ?? new MailOptions();
        if (mail.Smtp is { } server)
        {
            services.AddSingleton<IMailer>(new SmtpMailer(server));
        }
        else if (mail.Folder is { Length: > 0 } folder)
        {
            services.AddSingleton<IMailer>(new MailFolder(Directory.CreateDirectory(folder).FullName, new MailAddress(mail.From)));
        }
    }
}
