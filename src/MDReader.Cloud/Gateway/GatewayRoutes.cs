using System.Net;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace MDReader.Cloud.Gateway;

/// <summary>
/// The calls that API Gateway makes of a WebSocket's life: one when it opens, one for each text, one when it has closed.
/// Each names the connection and shows the secret; what the client asked for stands in the query of the first.
/// </summary>
static class GatewayRoutes
{
    const string SecretHeader = "X-Gateway-Secret";
    const string ConnectionHeader = "X-Gateway-Connection";
    const string AuthorizationHeader = "X-Gateway-Authorization";
    const string AddressHeader = "X-Gateway-Address";

    // API Gateway takes no longer message.
    const int LongestBody = 128 * 1024;

    // Of the query, what a document's socket is asked with.
    static readonly string[] Asked = ["ticket", "token", "ack", "epoch"];

    public static void Map(IEndpointRouteBuilder app, GatewayAddress address)
    {
        var calls = app.MapGroup("/internal/apigw").ExcludeFromDescription();
        calls.AddEndpointFilter(async (call, next) =>
            address.IsSecret(call.HttpContext.Request.Headers[SecretHeader].ToString()) ? await next(call) : Problems.NotFound.Because("Nothing is here."));
        calls.MapPost("/connect", Connect);
        calls.MapPost("/message", Message);
        calls.MapPost("/disconnect", Disconnect);
    }

    // An answer other than 200 refuses the client's handshake.
    static IResult Connect(HttpContext context, GatewayLinks links)
    {
        if (!Guid.TryParse(context.Request.Query["document"], out var document))
            return Problems.BadRequest.Because("Say which: ?document=<id of a document>.");
        var query = Asked.Where(name => context.Request.Query.ContainsKey(name))
            .ToDictionary(name => name, name => (string?)context.Request.Query[name].ToString());
        links.Welcome(new(
            ConnectionOf(context),
            new Uri(QueryHelpers.AddQueryString($"{Self(context)}/collab/{document}", query)),
            context.Request.Headers[AuthorizationHeader].ToString(),
            context.Request.Headers[AddressHeader].ToString()));
        return Results.Ok();
    }

    static async Task<IResult> Message(HttpContext context, GatewayLinks links)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestBody;
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        return await links.Hear(ConnectionOf(context), text, context.RequestAborted)
            ? Results.Ok()
            : Results.StatusCode(StatusCodes.Status410Gone);
    }

    static IResult Disconnect(HttpContext context, GatewayLinks links)
    {
        links.Goodbye(ConnectionOf(context));
        return Results.Ok();
    }

    static string ConnectionOf(HttpContext context) => context.Request.Headers[ConnectionHeader].ToString();

    // This same server, past whatever stands in front of it.
    static string Self(HttpContext context)
    {
        var addresses = context.RequestServices.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var plain = addresses.Select(BindingAddress.Parse).FirstOrDefault(own => own.Scheme == "http")
            ?? throw new InvalidOperationException("MDREADER_URLS needs an http address for what comes through API Gateway.");
        var host = IPAddress.TryParse(plain.Host.Trim('[', ']'), out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any)
            ? plain.Host : "127.0.0.1";
        return $"ws://{host}:{plain.Port}";
    }
}
