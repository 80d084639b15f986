using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MDReader.TestKit;

/// <summary>
/// A push service on loopback with one browser behind it: takes pushes as the RFCs 8030 and 8292 say, and decrypts them as
/// the browser would (RFC 8291), written from the texts and not from the server's code.
/// </summary>
public sealed class PushService : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ECDiffieHellman _browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);
    readonly ConcurrentQueue<Push> _pushes = new();

    PushService(WebApplication app) => _app = app;

    /// <summary>What a push came to.</summary>
    public sealed record Push(string Path, JsonElement Content, JsonElement Claims, bool SignatureFits, string? Ttl, string ServerKey);

    public IReadOnlyCollection<Push> Pushes => _pushes;

    /// <summary>What it answers from now on.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.Created;

    public int Asked { get; private set; }

    public string Address { get; private set; } = "";

    public static async Task<PushService> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var service = new PushService(app);
        app.MapPost("/push/{id}", service.Take);
        await app.StartAsync();
        service.Address = app.Urls.Single();
        return service;
    }

    /// <summary>What the browser's <c>PushSubscription.toJSON()</c> says.</summary>
    public object Subscription(string id = "1") => new
    {
        endpoint = $"{Address}/push/{id}",
        expirationTime = (long?)null,
        keys = new { p256dh = Text(Point(_browser.ExportParameters(false))), auth = Text(_auth) },
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _browser.Dispose();
    }

    async Task<IResult> Take(HttpRequest request)
    {
        Asked++;
        if (Answer != HttpStatusCode.Created)
            return Results.StatusCode((int)Answer);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (request.Headers.ContentEncoding != "aes128gcm")
            return Results.BadRequest();
        var authorization = request.Headers.Authorization.ToString();
        var parts = authorization["vapid ".Length..].Split(',').Select(part => part.Trim().Split('=', 2))
            .ToDictionary(part => part[0], part => part[1]);
        var jwt = parts["t"].Split('.');
        using var key = ECDsa.Create(Key(Bytes(parts["k"])));
        _pushes.Enqueue(new(
            request.Path,
            JsonDocument.Parse(Decrypt(body.ToArray())).RootElement,
            JsonDocument.Parse(Bytes(jwt[1])).RootElement,
            key.VerifyData(Encoding.ASCII.GetBytes($"{jwt[0]}.{jwt[1]}"), Bytes(jwt[2]), HashAlgorithmName.SHA256),
            request.Headers["TTL"],
            parts["k"]));
        return Results.StatusCode(201);
    }

    byte[] Decrypt(byte[] message)
    {
        var salt = message[..16];
        var recordSize = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(16));
        var keyId = message.AsSpan(21, message[20]).ToArray();
        var record = message[(21 + keyId.Length)..];
        if (record.Length > recordSize)
            throw new InvalidDataException("There is one record in a push.");
        using var server = ECDiffieHellman.Create(Key(keyId));
        var secret = _browser.DeriveRawSecretAgreement(server.PublicKey);
        var combined = HMACSHA256.HashData(_auth, secret);
        byte[] info = [.. "WebPush: info\0"u8, .. Point(_browser.ExportParameters(false)), .. keyId, 1];
        var material = HMACSHA256.HashData(combined, info);
        var extracted = HMACSHA256.HashData(salt, material);
        var key = HMACSHA256.HashData(extracted, (byte[])[.. "Content-Encoding: aes128gcm\0"u8, 1])[..16];
        var nonce = HMACSHA256.HashData(extracted, (byte[])[.. "Content-Encoding: nonce\0"u8, 1])[..12];
        var plain = new byte[record.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, record.AsSpan(..^16), record.AsSpan(^16..), plain);
        var end = Array.FindLastIndex(plain, value => value != 0);
        return plain[end] == 2 ? plain[..end] : throw new InvalidDataException("The last record ends with 2.");
    }

    static byte[] Point(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];

    static ECParameters Key(byte[] point) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new() { X = point[1..33], Y = point[33..] },
    };

    static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
