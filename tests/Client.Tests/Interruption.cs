using MDReader.Client;

namespace Client.Tests;

/// <summary>Something happens between the server and a client.</summary>
/// <param name="request">What was asked.</param>
/// <param name="answer">Null before it is asked.</param>
delegate Task Interruption(HttpRequestMessage request, HttpResponseMessage? answer);

static class Interruptions
{
    /// <summary>A client of the desk's person to whom this happens.</summary>
    /// <param name="after">When the server has answered.</param>
    /// <param name="before">Before it is asked.</param>
    public static MDReaderClient Interrupted(this Desk desk, Interruption after, Interruption? before = null)
    {
        var http = new HttpClient(new Handler(desk.Person.Http, after, before)) { BaseAddress = desk.Person.Http.BaseAddress };
        return new(http, TimeProvider.System);
    }

    sealed class Handler(HttpClient inner, Interruption after, Interruption? before) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (before is not null)
                await before(request, null);
            // A message can be sent once; this is the same one for the other client.
            using var again = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            foreach (var header in request.Headers)
                again.Headers.TryAddWithoutValidation(header.Key, header.Value);
            var answer = await inner.SendAsync(again, cancellationToken);
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            await after(request, answer);
            return answer;
        }
    }
}
