using System.Text;
using Amazon.Runtime;
using MDReader.Cloud.Aws;

namespace MDReader.Cloud.Gateway;

/// <summary>API Gateway's side of its connections, by its management API <c>@connections</c>.</summary>
sealed class GatewayConnections(AwsClient management, GatewayAddress address)
{
    /// <summary>Sends a text of up to <see cref="GatewayText.Longest"/>.</summary>
    /// <exception cref="GatewayGoneException">The connection is gone, or can't be reached.</exception>
    public Task Post(string connection, string text, CancellationToken cancellation) =>
        Call(HttpMethod.Post, connection, Encoding.UTF8.GetBytes(text), cancellation);

    /// <summary>Ends a connection, with a last line that says why.</summary>
    public async Task HangUp(string connection, Farewell farewell, CancellationToken cancellation)
    {
        try
        {
            await Post(connection, GatewayText.Close(farewell), cancellation);
            await Call(HttpMethod.Delete, connection, [], cancellation);
        }
        catch (GatewayGoneException)
        {
            // They went first.
        }
    }

    async Task Call(HttpMethod method, string connection, byte[] body, CancellationToken cancellation)
    {
        try
        {
            await management.Put(method, address.Path(connection), body, cancellation);
        }
        catch (Exception refused) when (refused is AwsException or AmazonClientException)
        {
            throw new GatewayGoneException(refused.Message, refused);
        }
    }
}

sealed class GatewayGoneException(string message, Exception inner) : Exception(message, inner);
