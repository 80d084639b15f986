using Amazon.CDK;
using Amazon.CDK.AWS.APIGateway;
using Constructs;
using V2 = Amazon.CDK.AWS.Apigatewayv2;

namespace MDReader.Infra;

/// <summary>API Gateway beside CloudFront, for those whose rules demand it: REST through a VPC link. Live editing goes by
/// CloudFront: API Gateway's WebSocket API passes nothing through, but makes one HTTP call of each message.</summary>
sealed class Gateway : Construct
{
    const string Stage = "v1";

    public Gateway(Construct scope, Network network, Application app)
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
}
