using MDReader.Cloud.Aws;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MDReader.Cloud.Gateway;

/// <summary>Live editing through API Gateway's WebSocket API, for those whose rules demand that door.</summary>
static class GatewaySetup
{
    const string Service = "execute-api";

    public static void AddGateway(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["MDReader:Gateway"] is not { Length: > 0 } text)
            return;
        var address = GatewayAddress.Read(text, configuration["MDReader:GatewaySecret"]);
        var management = new AwsAddress(Service, AwsAddress.RegionOf(configuration), new Uri(address.Connections.GetLeftPart(UriPartial.Authority)));
        services.AddSingleton(address);
        services.AddSingleton(provider => new GatewayConnections(AwsSetup.Client(management, provider), address));
        services.AddSingleton<GatewayLinks>();
        services.AddHostedService(provider => provider.GetRequiredService<GatewayLinks>());
    }

    public static void MapGateway(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<GatewayAddress>() is { } address)
            GatewayRoutes.Map(app, address);
    }
}
