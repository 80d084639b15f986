using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SecretsManager;
using Amazon.CDK.AWS.WAFv2;
using Constructs;
using V2 = Amazon.CDK.AWS.Apigatewayv2;

namespace MDReader.Infra;

/// <summary>API Gateway beside CloudFront, for those whose rules demand it: REST through a VPC link, and a WebSocket API that
/// makes one HTTP call of each message. A WebSocket API has no link to an internal load balancer, so its calls come in by
/// CloudFront like anybody's, with a secret.</summary>
sealed class Gateway : Construct
{
    const string Stage = "v1";

    // What a document's socket is asked with, from the client's handshake.
    static readonly string[] Asked = ["document", "ticket", "token", "ack", "epoch"];

    /// <summary>The REST API, as its metrics have it.</summary>
    public string RestName { get; }

    /// <summary>The WebSocket API, as its metrics have it.</summary>
    public string SocketId { get; }

    public Gateway(Construct scope, Network network, Application app, Settings settings)
        : base(scope, "Gateway")
    {
        // Version 2 of the link leads straight to a load balancer; newer than this library's own construct.
        var link = new V2.CfnVpcLink(this, "Link", new V2.CfnVpcLinkProps
        {
            Name = $"{Stack.Of(this).StackName}-link",
            SubnetIds = network.Vpc.SelectSubnets(network.TaskSubnets).SubnetIds,
            SecurityGroupIds = [network.Front.SecurityGroupId],
        });
        RestName = $"{Stack.Of(this).StackName}-rest";
        Rest(link, app, settings);
        SocketId = Socket(app, settings);
    }

    string Socket(Application app, Settings settings)
    {
        var secret = new Secret(this, "Secret", new SecretProps
        {
            Description = "API Gateway shows it to the application",
            GenerateSecretString = new SecretStringGenerator { ExcludePunctuation = true, PasswordLength = 40 },
        });
        var api = new V2.CfnApi(this, "Socket", new V2.CfnApiProps
        {
            Name = $"{Stack.Of(this).StackName}-socket",
            ProtocolType = "WEBSOCKET",
            // No text of ours is JSON with an action: all go to $default.
            RouteSelectionExpression = "$request.body.action",
        });
        var connecting = Asked.ToDictionary(name => $"integration.request.querystring.{name}", name => $"route.request.querystring.{name}");
        connecting["integration.request.header.X-Gateway-Authorization"] = "route.request.header.Authorization";
        Route(api, secret, settings, "$connect", "connect", connecting);
        Route(api, secret, settings, "$default", "message", []);
        Route(api, secret, settings, "$disconnect", "disconnect", []);
        _ = new V2.CfnStage(this, "SocketStage", new V2.CfnStageProps
        {
            ApiId = api.Ref,
            StageName = Stage,
            AutoDeploy = true,
            DefaultRouteSettings = new V2.CfnStage.RouteSettingsProperty { ThrottlingRateLimit = 500, ThrottlingBurstLimit = 1000 },
        });
        var container = app.Task.DefaultContainer!;
        container.AddEnvironment("MDREADER_GATEWAY", $"https://{api.Ref}.execute-api.{Aws.REGION}.amazonaws.com/{Stage}");
        container.AddSecret("MDREADER_GATEWAY_SECRET", Amazon.CDK.AWS.ECS.Secret.FromSecretsManager(secret));
        app.Task.TaskRole.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["execute-api:ManageConnections"],
            Resources = [Stack.Of(this).FormatArn(new ArnComponents { Service = "execute-api", Resource = api.Ref, ResourceName = $"{Stage}/*/@connections/*" })],
        }));
        return api.Ref;
    }

    void Route(
        V2.CfnApi api, Secret secret, Settings settings, string key, string path, Dictionary<string, string> asked)
    {
        var integration = new V2.CfnIntegration(this, $"Socket{path}", new V2.CfnIntegrationProps
        {
            ApiId = api.Ref,
            IntegrationType = "HTTP_PROXY",
            IntegrationMethod = "POST",
            IntegrationUri = $"https://{settings.Domain}/internal/apigw/{path}",
            TimeoutInMillis = 29_000,
            RequestParameters = new Dictionary<string, string>(asked)
            {
                ["integration.request.header.X-Gateway-Connection"] = "context.connectionId",
                ["integration.request.header.X-Gateway-Address"] = "context.identity.sourceIp",
                ["integration.request.header.X-Gateway-Secret"] = $"'{secret.SecretValue.UnsafeUnwrap()}'",
            },
        });
        _ = new V2.CfnRoute(this, $"SocketRoute{path}", new V2.CfnRouteProps
        {
            ApiId = api.Ref,
            RouteKey = key,
            AuthorizationType = "NONE",
            Target = $"integrations/{integration.Ref}",
        });
    }

    void Rest(V2.CfnVpcLink link, Application app, Settings settings)
    {
        var api = new CfnRestApi(this, "Rest", new CfnRestApiProps
        {
            Name = RestName,
            EndpointConfiguration = new CfnRestApi.EndpointConfigurationProperty { Types = ["REGIONAL"] },
            BinaryMediaTypes = ["*/*"],
        });
        var everything = new Amazon.CDK.AWS.APIGateway.CfnResource(this, "Everything", new Amazon.CDK.AWS.APIGateway.CfnResourceProps
        {
            RestApiId = api.Ref,
            ParentId = api.AttrRootResourceId,
            PathPart = "{proxy+}",
        });
        var method = new CfnMethod(this, "Any", new CfnMethodProps
        {
            RestApiId = api.Ref,
            ResourceId = everything.Ref,
            HttpMethod = "ANY",
            AuthorizationType = "NONE",
            RequestParameters = new Dictionary<string, object> { ["method.request.path.proxy"] = true },
            Integration = new CfnMethod.IntegrationProperty
            {
                Type = "HTTP_PROXY",
                IntegrationHttpMethod = "ANY",
                ConnectionType = "VPC_LINK",
                ConnectionId = link.AttrVpcLinkId,
                // Whose certificate the load balancer shows; where it is, the target says.
                Uri = $"https://{settings.Domain}/{{proxy}}",
                RequestParameters = new Dictionary<string, string> { ["integration.request.path.proxy"] = "method.request.path.proxy" },
            },
        });
        method.AddPropertyOverride("Integration.IntegrationTarget", app.Balancer.LoadBalancerArn);
        method.AddPropertyOverride("Integration.ResponseTransferMode", "STREAM");
        var deployment = new CfnDeployment(this, "Deployment", new CfnDeploymentProps { RestApiId = api.Ref });
        deployment.AddDependency(method);
        var stage = new CfnStage(this, "Stage", new CfnStageProps
        {
            RestApiId = api.Ref,
            DeploymentId = deployment.Ref,
            StageName = Stage,
            TracingEnabled = false,
            MethodSettings = new object[]
            {
                new CfnStage.MethodSettingProperty
                {
                    HttpMethod = "*",
                    ResourcePath = "/*",
                    ThrottlingRateLimit = 500,
                    ThrottlingBurstLimit = 1000,
                    MetricsEnabled = true,
                },
            },
        });
        // It comes by no CloudFront, and so by none of its firewall.
        _ = new CfnWebACLAssociation(this, "Guarded", new CfnWebACLAssociationProps
        {
            WebAclArn = new RateLimit(this, "REGIONAL").Rules.AttrArn,
            ResourceArn = $"arn:{Aws.PARTITION}:apigateway:{Aws.REGION}::/restapis/{api.Ref}/stages/{stage.Ref}",
        });
    }
}
