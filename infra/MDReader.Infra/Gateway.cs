using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;
using V2 = Amazon.CDK.AWS.Apigatewayv2;

namespace MDReader.Infra;

/// <summary>API Gateway beside CloudFront, for those whose rules demand it: REST through a VPC link, and a WebSocket API
/// which turns messages into HTTP calls of <c>/internal/apigw/*</c> and takes answers at <c>@connections</c>.</summary>
sealed class Gateway : Construct
{
    const string Stage = "v1";

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
        Rest(link, app);
        Sockets(link, app);
    }

    void Rest(V2.CfnVpcLink link, Application app)
    {
        var api = new CfnRestApi(this, "Rest", new CfnRestApiProps
        {
            Name = $"{Stack.Of(this).StackName}-rest",
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
                Uri = $"http://{app.Balancer.LoadBalancerDnsName}/{{proxy}}",
                RequestParameters = new Dictionary<string, string> { ["integration.request.path.proxy"] = "method.request.path.proxy" },
            },
        });
        method.AddPropertyOverride("Integration.IntegrationTarget", app.Balancer.LoadBalancerArn);
        method.AddPropertyOverride("Integration.ResponseTransferMode", "STREAM");
        var deployment = new CfnDeployment(this, "Deployment", new CfnDeploymentProps { RestApiId = api.Ref });
        deployment.AddDependency(method);
        _ = new CfnStage(this, "Stage", new CfnStageProps
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
    }

    void Sockets(V2.CfnVpcLink link, Application app)
    {
        var word = new Secret(this, "Word", new SecretProps
        {
            Description = "What the gateway says to the application, so that nobody else can",
            GenerateSecretString = new SecretStringGenerator { PasswordLength = 48, ExcludePunctuation = true },
        });
        var api = new V2.CfnApi(this, "Sockets", new V2.CfnApiProps
        {
            Name = $"{Stack.Of(this).StackName}-sockets",
            ProtocolType = "WEBSOCKET",
            RouteSelectionExpression = "$request.body.action",
        });
        foreach (var route in new[] { "connect", "default", "disconnect" })
        {
            var integration = new V2.CfnIntegration(this, $"To-{route}", new V2.CfnIntegrationProps
            {
                ApiId = api.Ref,
                IntegrationType = "HTTP_PROXY",
                IntegrationMethod = "POST",
                ConnectionType = "VPC_LINK",
                ConnectionId = link.AttrVpcLinkId,
                IntegrationUri = app.Listener.ListenerArn,
                RequestParameters = new Dictionary<string, string>
                {
                    ["integration.request.path"] = $"'/internal/apigw/{route}'",
                    ["integration.request.header.x-apigw-connection"] = "context.connectionId",
                    ["integration.request.header.x-apigw-word"] = $"'{word.SecretValue.UnsafeUnwrap()}'",
                },
            });
            _ = new V2.CfnRoute(this, $"On-{route}", new V2.CfnRouteProps
            {
                ApiId = api.Ref,
                RouteKey = $"${route}",
                AuthorizationType = "NONE",
                Target = $"integrations/{integration.Ref}",
            });
        }
        _ = new V2.CfnStage(this, "SocketStage", new V2.CfnStageProps
        {
            ApiId = api.Ref,
            StageName = Stage,
            AutoDeploy = true,
            DefaultRouteSettings = new V2.CfnStage.RouteSettingsProperty { ThrottlingRateLimit = 500, ThrottlingBurstLimit = 1000 },
        });
        app.Task.FindContainer(Application.ContainerName)!.AddSecret("MDREADER_GATEWAY_WORD", Amazon.CDK.AWS.ECS.Secret.FromSecretsManager(word));
        app.Task.FindContainer(Application.ContainerName)!.AddEnvironment(
            "MDREADER_GATEWAY", $"https://{api.Ref}.execute-api.{Aws.REGION}.amazonaws.com/{Stage}");
        app.Task.TaskRole.AddToPrincipalPolicy(new Amazon.CDK.AWS.IAM.PolicyStatement(new Amazon.CDK.AWS.IAM.PolicyStatementProps
        {
            Actions = ["execute-api:ManageConnections"],
            Resources = [$"arn:{Aws.PARTITION}:execute-api:{Aws.REGION}:{Aws.ACCOUNT_ID}:{api.Ref}/{Stage}/POST/@connections/*",
                $"arn:{Aws.PARTITION}:execute-api:{Aws.REGION}:{Aws.ACCOUNT_ID}:{api.Ref}/{Stage}/DELETE/@connections/*"],
        }));
    }
}
