using System.Security.Cryptography;
using System.Text;

namespace MDReader.Cloud.Gateway;

/// <summary>Amazon API Gateway's WebSocket API in front of this server.</summary>
/// <param name="Connections">Where its connections are managed: <c>https://api.execute-api.region.amazonaws.com/stage</c>.</param>
/// <param name="Secret">What its calls show.</param>
sealed record GatewayAddress(Uri Connections, string Secret)
{
    public static GatewayAddress Read(string address, string? secret)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var connections) || connections.Scheme is not ("https" or "http"))
            throw new InvalidOperationException(
                $"MDREADER_GATEWAY is the address of a stage, https://api.execute-api.region.amazonaws.com/stage; \"{address}\" is none.");
        return secret is { Length: >= 16 } ? new(connections, secret)
            : throw new InvalidOperationException(
                "MDREADER_GATEWAY needs MDREADER_GATEWAY_SECRET, 16 characters or more, which API Gateway sends with each call.");
    }

    /// <summary>The path of one connection.</summary>
    public string Path(string connection) =>
        $"{Connections.AbsolutePath.TrimEnd('/')}/%40connections/{Uri.EscapeDataString(connection)}";

    public bool IsSecret(string shown) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
}
