using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using MDReader.Server.Attachments;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Pictures;

/// <summary>
/// Fetches pictures of other servers, from addresses that a stranger wrote: a few at a time, briefly, without a word about
/// who asks and without following the other server anywhere. Whoever asks for one that is on its way gets the same.
/// </summary>
sealed class FarPictures(
    IHttpClientFactory clients, KeptPictures kept, TimeProvider time, IOptions<PicturesOptions> options) : IDisposable
{
    public const string ClientName = "pictures from elsewhere";

    /// <summary>When to come again, where too many are on their way.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    public static readonly RateLimit Waiting = new("pictures-at-once", MostUnderWay, window: TimeSpan.Zero);

    const int MostUnderWay = 64;

    readonly SemaphoreSlim _turns = new(options.Value.AtOnce);
    readonly ConcurrentDictionary<Uri, Lazy<Task<(FarPicture?, Refusal?)>>> _underWay = [];

    /// <summary>The address as it is called; null for one that isn't.</summary>
    public Uri? Read(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var read) && read.Scheme is "http" or "https"
            && read.UserInfo.Length == 0 && (options.Value.AnyPort || read.Port is 80 or 443)
                ? read
                : null;

    /// <summary>One that was fetched a while ago; null when it has to be fetched.</summary>
    public FarPicture? Kept(Uri address) => kept.Find(address);

    /// <summary>The picture; or why it can't be had. It is fetched for others, too, when one of them is gone.</summary>
    /// <param name="address">As <see cref="Read"/> gave it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<(FarPicture? Picture, Refusal? Refusal)> Fetch(Uri address, CancellationToken cancellationToken)
    {
        if (_underWay.Count >= MostUnderWay)
        {
            return (null, Problems.RateLimited
                .Because($"Wait {RateLimits.Seconds(Turn)} seconds; many pictures are being fetched.")
                .Until(new(Waiting, Allowed: false, Remaining: 0, Turn)));
        }

        var fetched = _underWay.GetOrAdd(address, wanted => new(() => InTurn(wanted)));
        return await fetched.Value.WaitAsync(cancellationToken);
    }

    public void Dispose() => _turns.Dispose();

    async Task<(FarPicture?, Refusal?)> InTurn(Uri address)
    {
        try
        {
            await _turns.WaitAsync();
            try
            {
                return await Ask(address);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            _underWay.TryRemove(address, out _);
        }
    }

    async Task<(FarPicture?, Refusal?)> Ask(Uri address)
    {
        using var patience = new CancellationTokenSource(options.Value.Patience, time);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new(new ProductHeaderValue("MDReader")));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.StatusCode == HttpStatusCode.OK
                ? Recognise(address, await Bytes(answer.Content, patience.Token))
                : NotHad($"{address.Host} answered {(int)answer.StatusCode}; redirects aren't followed.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // Whether a name is that of a machine beside this one is nobody's business either.
            var patient = RateLimits.Seconds(options.Value.Patience);
            return NotHad($"{address.Host} can't be reached from here, or took longer than {patient} seconds.");
        }
    }

    (FarPicture?, Refusal?) Recognise(Uri address, byte[]? bytes)
    {
        if (bytes is null)
        {
            return NotHad($"It has more than {options.Value.LargestPicture} bytes.");
        }

        if (ContentKind.Recognise(bytes) is not { } mediaType)
        {
            return NotHad("It is neither PNG, JPEG, GIF, WebP nor AVIF.");
        }

        var picture = new FarPicture(bytes, mediaType);
        kept.Keep(address, picture);
        return (picture, null);
    }

    /// <summary>Null for more than a picture may have.</summary>
    async Task<byte[]?> Bytes(HttpContent content, CancellationToken cancellationToken)
    {
        var most = options.Value.LargestPicture;
        if (content.Headers.ContentLength > most)
        {
            return null;
        }

        await using var from = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > most)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    static (FarPicture?, Refusal?) NotHad(string because) => (null, Problems.PictureFailed.Because(because));
}
