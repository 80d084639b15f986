using System.Net.Http.Headers;

namespace MDReader.TestKit;

public static class Texts
{
    /// <summary>Writes a document's text.</summary>
    public static async Task<Answer> Put(
        this TestPerson person, string document, byte[] bytes, string? ifMatch = null, string? since = null, string? key = null)
    {
        var query = since is null ? "" : $"?base={Uri.EscapeDataString(since)}";
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{document}/content{query}")
        {
            Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/markdown") } },
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var message = await person.Http.SendAsync(request);
        return new(message.StatusCode, message, await message.Content.ReadAsStringAsync());
    }
}
