using System.Net.Mail;
using MDReader.Server.Platform;

namespace MDReader.Server.Embedded;

/// <summary>Puts letters into a folder as <c>.eml</c> files, each whole from the moment its name is there.</summary>
sealed class MailFolder(string folder, MailAddress from) : IMailer
{
    public async Task Send(Mail mail, string id, CancellationToken cancellationToken)
    {
        // Made beside the others under a name of its own, and then given its real one.
        var making = Directory.CreateDirectory(Path.Combine(folder, $".making-{Guid.NewGuid():N}"));
        try
        {
            using var message = Letters.Message(mail, from, id);
            using var client = new SmtpClient
            {
                DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
                PickupDirectoryLocation = making.FullName,
            };
            await client.SendMailAsync(message, cancellationToken);
            making.GetFiles().Single().MoveTo(Path.Combine(folder, $"{id}.eml"), overwrite: true);
        }
        finally
        {
            making.Delete(recursive: true);
        }
    }
}
