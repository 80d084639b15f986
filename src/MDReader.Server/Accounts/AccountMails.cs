using System.Globalization;
using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>The letters about an account.</summary>
static class AccountMails
{
    public static Mail Confirm(string to, string name, string code, TimeSpan lifetime, Post post) => WithCode(
        to, "Confirm your e-mail address",
        [
            new MailPart.Paragraph($"Hello {name},"),
            new MailPart.Paragraph("somebody, most likely you, gave this address to MDReader. This code confirms it:"),
            new MailPart.Code(code),
        ],
        ("Confirm the address", post.Address($"/confirm#email={Escaped(to)}&code={code}")),
        $"It is good for {Words(lifetime)}. If it wasn't you, leave it: nothing happens without the code.");

    public static Mail Reset(string to, string name, string code, TimeSpan lifetime, Post post) => WithCode(
        to, "Set a new password",
        [
            new MailPart.Paragraph($"Hello {name},"),
            new MailPart.Paragraph("with this code you can set a new password for MDReader:"),
            new MailPart.Code(code),
        ],
        ("Set a new password", post.Address($"/reset-password#email={Escaped(to)}&code={code}")),
        $"It is good for {Words(lifetime)}. If you didn't ask for it, leave it: your password stays as it is.");

    public static Mail PasswordChanged(string to, string name) => Mail.Compose(
        to, "Your password was changed",
        new MailPart.Paragraph($"Hello {name},"),
        new MailPart.Paragraph("the password of your account at MDReader was just changed."),
        new MailPart.Paragraph("If it wasn't you, set a new one with \"Forgot your password?\" and look at your sessions."));

    public static Mail AddressChanged(string to, string name, string now) => Mail.Compose(
        to, "Your e-mail address was changed",
        new MailPart.Paragraph($"Hello {name},"),
        new MailPart.Paragraph($"your account at MDReader has the address {now} from now on, and no longer this one."),
        new MailPart.Paragraph("If it wasn't you, tell whoever runs your instance of MDReader."));

    /// <param name="what"><c>turned on</c> or <c>turned off</c>.</param>
    public static Mail SecondFactorChanged(string to, string name, string what) => Mail.Compose(
        to, $"Your second factor was {what}",
        new MailPart.Paragraph($"Hello {name},"),
        new MailPart.Paragraph($"signing in with an authenticator app was just {what} for your account at MDReader."),
        new MailPart.Paragraph("If it wasn't you, change your password and look at your sessions."));

    static Mail WithCode(
        string to, string subject, IReadOnlyList<MailPart> beginning, (string Text, Uri? Address) link, string end) =>
        Mail.Compose(
            to,
            subject,
            [
                .. beginning,
                .. link.Address is null ? Array.Empty<MailPart>() : [new MailPart.Link(link.Text, link.Address)],
                new MailPart.Paragraph(end),
            ]);

    static string Escaped(string text) => Uri.EscapeDataString(text);

    static string Words(TimeSpan time) => time.TotalHours >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes");
}
