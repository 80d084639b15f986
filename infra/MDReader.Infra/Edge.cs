using Amazon.CDK;
using Amazon.CDK.AWS.CloudFront;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.WAFv2;
using Constructs;

namespace MDReader.Infra;

/// <summary>CloudFront: the only door from outside. Files come from S3 with signed URLs; everything else, sockets included,
/// goes to the internal load balancer.</summary>
sealed class Edge : Construct
{
    const string AppOrigin = "app";
    const string FilesOrigin = "files";

    // CloudFront's own policies.
    const string CachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    const string AllOfTheRequest = "216adef6-5c7f-47e4-b989-5492eafa07d3";

    // As the server itself has it where it hands out files: whatever they hold, no script of it runs.
    const string NothingRuns = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    static readonly string[] OriginTls = ["TLSv1.2"];
    static readonly Duration DocumentAge = Duration.Hours(1);
    static readonly Duration AttachmentAge = Duration.Hours(24);
    static readonly Duration OneYear = Duration.Days(365);

    public CfnDistribution Distribution { get; }
    public CfnWebACL Firewall { get; }

    public Edge(Construct scope, Application app, Files files, Keys keys, Settings settings)
        : base(scope, "Edge")
    {
        // API Gateway calls for many people from few addresses; it has a limit of its own.
        Firewall = new RateLimit(this, "CLOUDFRONT", except: "/internal/apigw/").Rules;
        var access = new CfnOriginAccessControl(this, "FilesAccess", new CfnOriginAccessControlProps
        {
            OriginAccessControlConfig = new CfnOriginAccessControl.OriginAccessControlConfigProperty
            {
                Name = $"{Stack.Of(this).StackName}-files",
                OriginAccessControlOriginType = "s3",
                SigningBehavior = "always",
                SigningProtocol = "sigv4",
            },
        });
        // Newer than this library: an origin that CloudFront reaches inside the network.
        var inside = new CfnResource(this, "Inside", new CfnResourceProps
        {
            Type = "AWS::CloudFront::VpcOrigin",
            Properties = new Dictionary<string, object>
            {
                ["VpcOriginEndpointConfig"] = new Dictionary<string, object>
                {
                    ["Arn"] = app.Balancer.LoadBalancerArn,
                    ["Name"] = $"{Stack.Of(this).StackName}-app",
                    ["HTTPPort"] = 80,
                    ["HTTPSPort"] = 443,
                    ["OriginProtocolPolicy"] = "https-only",
                    ["OriginSSLProtocols"] = OriginTls,
                },
            },
        });

        var headers = ForThePage(settings);
        Distribution = new CfnDistribution(this, "Distribution", new CfnDistributionProps
        {
            DistributionConfig = new CfnDistribution.DistributionConfigProperty
            {
                Enabled = true,
                Comment = "MDReader",
                Aliases = [settings.Domain, settings.FilesDomain],
                HttpVersion = "http2and3",
                Ipv6Enabled = true,
                // North America and Europe.
                PriceClass = "PriceClass_100",
                WebAclId = Firewall.AttrArn,
                ViewerCertificate = new CfnDistribution.ViewerCertificateProperty
                {
                    AcmCertificateArn = settings.Certificate,
                    MinimumProtocolVersion = "TLSv1.2_2021",
                    SslSupportMethod = "sni-only",
                },
                Origins = new object[]
                {
                    new CfnDistribution.OriginProperty { Id = AppOrigin, DomainName = app.Balancer.LoadBalancerDnsName },
                    new CfnDistribution.OriginProperty
                    {
                        Id = FilesOrigin,
                        DomainName = files.Bucket.BucketRegionalDomainName,
                        OriginAccessControlId = access.AttrId,
                        S3OriginConfig = new CfnDistribution.S3OriginConfigProperty { OriginAccessIdentity = "" },
                    },
                },
                DefaultCacheBehavior = new CfnDistribution.DefaultCacheBehaviorProperty
                {
                    TargetOriginId = AppOrigin,
                    ViewerProtocolPolicy = "redirect-to-https",
                    AllowedMethods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
                    CachePolicyId = CachingDisabled,
                    OriginRequestPolicyId = AllOfTheRequest,
                    Compress = true,
                },
                CacheBehaviors = new object[]
                {
                    // Only what never changes under its key: a document's current text is asked of the application.
                    FromFiles("documents/*/versions/*", Kept("Documents", DocumentAge), headers, keys.UrlSigners),
                    FromFiles("attachments/*", Kept("Attachments", AttachmentAge), headers, keys.UrlSigners),
                    FromFiles("backups/*", CachingDisabled, headers, keys.UrlSigners),
                },
            },
        });
        Distribution.AddPropertyOverride("DistributionConfig.Origins.0.VpcOriginConfig", new Dictionary<string, object>
        {
            ["VpcOriginId"] = inside.GetAtt("Id"),
            ["OriginReadTimeout"] = 60,
            ["OriginKeepaliveTimeout"] = 60,
        });
        LetRead(files.Bucket);
        _ = new CfnOutput(scope, "Address", new CfnOutputProps
        {
            Value = Distribution.AttrDomainName,
            Description = $"Point {settings.Domain} here (CNAME or alias)",
        });
    }

    static CfnDistribution.CacheBehaviorProperty FromFiles(string pattern, string cache, string headers, CfnKeyGroup signers) => new()
    {
        PathPattern = pattern,
        TargetOriginId = FilesOrigin,
        ViewerProtocolPolicy = "https-only",
        AllowedMethods = ["GET", "HEAD"],
        CachePolicyId = cache,
        ResponseHeadersPolicyId = headers,
        TrustedKeyGroups = [signers.Ref],
        Compress = false,
    };

    /// <summary>Our page, which reads files by a redirect from the application, is on another origin than they are. S3 is
    /// never told of that origin, so that what is kept here is the same for everybody.</summary>
    string ForThePage(Settings settings) => new CfnResponseHeadersPolicy(this, "FileHeaders", new CfnResponseHeadersPolicyProps
    {
        ResponseHeadersPolicyConfig = new CfnResponseHeadersPolicy.ResponseHeadersPolicyConfigProperty
        {
            Name = $"{Stack.Of(this).StackName}-files",
            CorsConfig = new CfnResponseHeadersPolicy.CorsConfigProperty
            {
                AccessControlAllowOrigins = new CfnResponseHeadersPolicy.AccessControlAllowOriginsProperty { Items = [$"https://{settings.Domain}"] },
                AccessControlAllowMethods = new CfnResponseHeadersPolicy.AccessControlAllowMethodsProperty { Items = ["GET", "HEAD"] },
                AccessControlAllowHeaders = new CfnResponseHeadersPolicy.AccessControlAllowHeadersProperty { Items = ["range"] },
                AccessControlAllowCredentials = false,
                OriginOverride = true,
            },
            SecurityHeadersConfig = new CfnResponseHeadersPolicy.SecurityHeadersConfigProperty
            {
                ContentSecurityPolicy = new CfnResponseHeadersPolicy.ContentSecurityPolicyProperty { ContentSecurityPolicy = NothingRuns, Override = true },
                ContentTypeOptions = new CfnResponseHeadersPolicy.ContentTypeOptionsProperty { Override = true },
                FrameOptions = new CfnResponseHeadersPolicy.FrameOptionsProperty { FrameOption = "DENY", Override = true },
                ReferrerPolicy = new CfnResponseHeadersPolicy.ReferrerPolicyProperty { ReferrerPolicy = "no-referrer", Override = true },
                StrictTransportSecurity = new CfnResponseHeadersPolicy.StrictTransportSecurityProperty
                {
                    AccessControlMaxAgeSec = OneYear.ToSeconds(),
                    Override = true,
                },
            },
        },
    }).Ref;

    string Kept(string name, Duration age) => new CfnCachePolicy(this, name, new CfnCachePolicyProps
    {
        CachePolicyConfig = new CfnCachePolicy.CachePolicyConfigProperty
        {
            Name = $"{Stack.Of(this).StackName}-{name}",
            MinTtl = 0,
            DefaultTtl = age.ToSeconds(),
            MaxTtl = age.ToSeconds(),
            ParametersInCacheKeyAndForwardedToOrigin = new CfnCachePolicy.ParametersInCacheKeyAndForwardedToOriginProperty
            {
                EnableAcceptEncodingGzip = false,
                CookiesConfig = new CfnCachePolicy.CookiesConfigProperty { CookieBehavior = "none" },
                HeadersConfig = new CfnCachePolicy.HeadersConfigProperty { HeaderBehavior = "none" },
                QueryStringsConfig = new CfnCachePolicy.QueryStringsConfigProperty
                {
                    // How a download is named and typed; the signature covers them.
                    QueryStringBehavior = "whitelist",
                    QueryStrings = ["response-content-disposition", "response-content-type"],
                },
            },
        },
    }).Ref;

    void LetRead(Bucket bucket) => bucket.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Principals = [new ServicePrincipal("cloudfront.amazonaws.com")],
        Actions = ["s3:GetObject"],
        Resources = [bucket.ArnForObjects("documents/*"), bucket.ArnForObjects("attachments/*"), bucket.ArnForObjects("backups/*")],
        Conditions = new Dictionary<string, object>
        {
            ["StringEquals"] = new Dictionary<string, object>
            {
                ["AWS:SourceArn"] = Stack.Of(this).FormatArn(new ArnComponents
                {
                    Service = "cloudfront",
                    Region = "",
                    Resource = "distribution",
                    ResourceName = Distribution.AttrId,
                }),
            },
        },
    }));
}
