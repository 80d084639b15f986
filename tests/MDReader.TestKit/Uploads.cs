using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace MDReader.TestKit;

/// <summary>Files of documents, uploaded as a client does it.</summary>
public static class Uploads
{
    /// <summary>One black pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static Task<Answer> Announce(
        this TestPerson person, string document, byte[] bytes, string fileName = "dot.png", string contentType = "image/png",
        long? size = null, string? sha256 = null) =>
        person.Http.Ask("POST", $"{document}/attachments", new
        {
            fileName,
            contentType,
            size = size ?? bytes.Length,
            sha256 = sha256 ?? Convert.ToHexString(SHA256.HashData(bytes)),
        });

    /// <summary>Sends the bytes where the answer says.</summary>
    public static async Task<Answer> Send(this Answer announced, byte[] bytes, string? contentType = null)
    {
        using var http = new HttpClient();
        var upload = announced["upload"];
        if (upload.GetProperty("method").GetString() == "PUT")
        {
            var content = new ByteArrayContent(bytes);
            foreach (var header in upload.GetProperty("headers").EnumerateObject())
                content.Headers.TryAddWithoutValidation(header.Name, contentType ?? header.Value.GetString());
            return await http.Ask("PUT", upload.GetProperty("url").GetString()!, content);
        }
        using var form = new MultipartFormDataContent();
        foreach (var field in upload.GetProperty("fields").EnumerateObject())
            form.Add(Field(field.Value.GetString()!), $"\"{field.Name}\"");
        form.Add(new ByteArrayContent(bytes), "\"file\"", "\"file\"");
        return await http.Ask("POST", upload.GetProperty("url").GetString()!, form);
    }

    public static Task<Answer> Complete(this TestPerson person, Answer announced) =>
        person.Http.Ask("POST", $"{announced.Header("Location")}/complete");

    /// <summary>A file that is there; gives its path.</summary>
    public static async Task<string> Attach(
        this TestPerson person, string document, byte[] bytes, string fileName = "dot.png", string contentType = "image/png")
    {
        var announced = await person.Announce(document, bytes, fileName, contentType);
        if (announced.Header("Location") is not { } path)
            throw new InvalidOperationException(announced.Text);
        await announced.Send(bytes);
        var done = await person.Complete(announced);
        return done.Status == System.Net.HttpStatusCode.OK ? path : throw new InvalidOperationException(done.Text);
    }

    static StringContent Field(string value)
    {
        var field = new StringContent(value);
        field.Headers.ContentType = (MediaTypeHeaderValue?)null;
        return field;
    }
}
