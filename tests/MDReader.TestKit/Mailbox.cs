using System.Text;
using System.Text.RegularExpressions;

namespace MDReader.TestKit;

/// <summary>The letters that a server put into its mail folder.</summary>
public sealed class Mailbox(string folder)
{
    readonly HashSet<string> _taken = [];

    /// <summary>All letters to this address, in no order.</summary>
    public IReadOnlyList<ReceivedMail> To(string address) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.eml").Select(Read).Where(mail => mail.To == address)]
        : [];

    /// <summary>Waits for a letter that this hasn't given before.</summary>
    public async Task<ReceivedMail> Next(string address, string subject)
    {
        var mail = await Eventually.Get(
            () => To(address).FirstOrDefault(mail => mail.Subject.Contains(subject, StringComparison.Ordinal)
                && !_taken.Contains(mail.Id)),
            $"a letter to {address} about \"{subject}\"");
        _taken.Add(mail.Id);
        return mail;
    }

    static ReceivedMail Read(string file) => ReceivedMail.Parse(File.ReadAllText(file));
}

/// <summary>A letter as its reader sees it.</summary>
public sealed partial record ReceivedMail(string Id, string To, string Subject, string Text, string Html, string Raw)
{
    /// <summary>The code in it.</summary>
    public string Code => CodeForm().Match(Text).Value;

    public static ReceivedMail Parse(string raw)
    {
        var whole = raw.ReplaceLineEndings("\n");
        var (head, body) = Split(whole);
        var boundary = Regex.Match(head, "boundary=\"?([^\"\n;]+)").Groups[1].Value;
        var parts = body.Split("--" + boundary).Select(part => Split(part.TrimStart('\n'))).ToList();
        return new(
            Header(head, "Message-ID"),
            Header(head, "To"),
            Word(Header(head, "Subject")),
            Decode(parts.First(part => part.Head.Contains("text/plain", StringComparison.Ordinal)).Body),
            Decode(parts.First(part => part.Head.Contains("text/html", StringComparison.Ordinal)).Body),
            raw);
    }

    static (string Head, string Body) Split(string text) =>
        text.IndexOf("\n\n", StringComparison.Ordinal) is var end and >= 0 ? (text[..end], text[(end + 2)..]) : (text, "");

    static string Header(string head, string name) =>
        Regex.Match(Regex.Replace(head, "\n[ \t]+", " "), $"^{name}: (.*)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)
            .Groups[1].Value.Trim();

    // RFC 2047, the only two forms that are written.
    static string Word(string value) => Regex.Replace(
        value.Replace("?= =?", "?==?", StringComparison.Ordinal),
        @"=\?utf-8\?(B|Q)\?([^?]*)\?=",
        match => Encoding.UTF8.GetString(match.Groups[1].Value is "B" or "b"
            ? Convert.FromBase64String(match.Groups[2].Value)
            : Quoted(match.Groups[2].Value.Replace('_', ' '))),
        RegexOptions.IgnoreCase);

    static string Decode(string body) => Encoding.UTF8.GetString(Quoted(body.Replace("=\n", "", StringComparison.Ordinal)));

    static byte[] Quoted(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex("[0-9A-Z]{4}(-[0-9A-Z]{4})+")]
    private static partial Regex CodeForm();
}
