using Amazon.CDK;
using Amazon.CDK.AWS.ApplicationAutoScaling;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Amazon.CDK.AWS.Logs;
using Constructs;
using EcsSecret = Amazon.CDK.AWS.ECS.Secret;
using HealthCheck = Amazon.CDK.AWS.ElasticLoadBalancingV2.HealthCheck;
using LoadBalancer = Amazon.CDK.AWS.ElasticLoadBalancingV2.ApplicationLoadBalancer;
using Protocol = Amazon.CDK.AWS.ElasticLoadBalancingV2.ApplicationProtocol;

namespace MDReader.Infra;

sealed record ApplicationParts(
    Network Network, Database Database, Cache Cache, Files Files, Messages Messages, People People, Keys Keys, Image Image);

/// <summary>The application on Fargate behind an internal load balancer: a quarter of a core and 512 MB a task, one to ten
/// of them; a deployment that doesn't become healthy is taken back.</summary>
sealed class Application : Construct
{
    public const string LogGroupName = "/ecs/mdreader-api";
    public const string ContainerName = "app";
    public const string BackupHour = "MDReader__Backups__Hour";

    const string Providers = "MDReader__Accounts__Providers__";

    // A task told to stop has this long to commit what arrived and to send its people elsewhere (close code 1012).
    static readonly Duration Drain = Duration.Seconds(30);
    static readonly Duration Stop = Duration.Seconds(60);

    // Above the 30 s that an open socket stays silent for.
    static readonly Duration Idle = Duration.Seconds(120);

    public Cluster Cluster { get; }
    public FargateTaskDefinition Task { get; }
    public FargateService Service { get; }
    public LoadBalancer Balancer { get; }
    public ApplicationListener Listener { get; }
    public ApplicationTargetGroup Targets { get; }
    public LogGroup Log { get; }

    public Application(Construct scope, ApplicationParts parts, Size size, Settings settings)
        : base(scope, "Application")
    {
        Log = new LogGroup(this, "Log", new LogGroupProps
        {
            LogGroupName = LogGroupName,
            Retention = RetentionDays.ONE_MONTH,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });
        Cluster = new Cluster(this, "Cluster", new ClusterProps { Vpc = parts.Network.Vpc, ContainerInsights = false });
        Task = new FargateTaskDefinition(this, "Task", new FargateTaskDefinitionProps
        {
            Cpu = Size.TaskCpu,
            MemoryLimitMiB = Size.TaskMemoryMiB,
            RuntimePlatform = new RuntimePlatform
            {
                CpuArchitecture = CpuArchitecture.ARM64,
                OperatingSystemFamily = OperatingSystemFamily.LINUX,
            },
            // Scratch space; everything else of the container can't be written to.
            Volumes = [new Amazon.CDK.AWS.ECS.Volume { Name = "data" }, new Amazon.CDK.AWS.ECS.Volume { Name = "tmp" }],
        });
        AddContainer(parts, settings);
        Rights.Give(Task.TaskRole, parts);

        Service = new FargateService(this, "Service", new FargateServiceProps
        {
            Cluster = Cluster,
            TaskDefinition = Task,
            DesiredCount = size.LeastTasks,
            MinHealthyPercent = 100,
            MaxHealthyPercent = 200,
            CircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = true },
            AssignPublicIp = parts.Network.TasksHaveAddresses,
            VpcSubnets = parts.Network.TaskSubnets,
            SecurityGroups = [parts.Network.Tasks],
            HealthCheckGracePeriod = Duration.Seconds(60),
            EnableExecuteCommand = false,
        });
        (Balancer, Listener, Targets) = Balance(parts.Network, settings);

        var scaling = Service.AutoScaleTaskCount(new EnableScalingProps { MinCapacity = size.LeastTasks, MaxCapacity = Size.MostTasks });
        scaling.ScaleOnCpuUtilization("Busy", new CpuUtilizationScalingProps
        {
            TargetUtilizationPercent = Size.BusyPercent,
            ScaleOutCooldown = Duration.Minutes(1),
            // Each task that goes sends its people elsewhere: not for every quiet minute.
            ScaleInCooldown = Duration.Minutes(10),
        });
    }

    void AddContainer(ApplicationParts parts, Settings settings)
    {
        var container = Task.AddContainer(ContainerName, new ContainerDefinitionOptions
        {
            Image = ContainerImage.FromEcrRepository(parts.Image.Repository, parts.Image.Tag.ValueAsString),
            ReadonlyRootFilesystem = true,
            User = "1654",
            MemoryLimitMiB = Size.TaskMemoryMiB,
            Essential = true,
            StopTimeout = Stop,
            Logging = LogDriver.AwsLogs(new AwsLogDriverProps { LogGroup = Log, StreamPrefix = "app", Mode = AwsLogDriverMode.NON_BLOCKING }),
            HealthCheck = new Amazon.CDK.AWS.ECS.HealthCheck
            {
                Command = ["CMD", "./MDReader.Host", "health"],
                Interval = Duration.Seconds(30),
                Timeout = Duration.Seconds(10),
                Retries = 3,
                StartPeriod = Duration.Seconds(60),
            },
            PortMappings = [new PortMapping { ContainerPort = Network.AppPort, Name = "http" }],
            Environment = new Dictionary<string, string>
            {
                ["MDREADER_URLS"] = $"http://0.0.0.0:{Network.AppPort}",
                ["MDREADER_PUBLIC_URL"] = $"https://{settings.Domain}",
                // The load balancer, and CloudFront's addresses inside the network.
                ["MDREADER_PROXIES"] = parts.Network.Vpc.VpcCidrBlock,
                ["MDREADER_DATA"] = "/data",
                ["MDREADER_DATABASE"] = $"postgres://mdreader@{parts.Database.Instance.DbInstanceEndpointAddress}:5432/{Database.Name}?sslmode=verify-full&sslrootcert=/app/rds.pem",
                ["MDREADER_DATABASE_SECRET"] = parts.Database.SecretArn,
                ["MDREADER_REDIS"] = $"rediss://{parts.Cache.Group.AttrPrimaryEndPointAddress}:6379/0",
                ["MDREADER_S3"] = $"s3://{parts.Files.Bucket.BucketName}?region={Aws.REGION}",
                ["MDREADER_CLOUDFRONT"] = $"https://{settings.FilesDomain}?key={parts.Keys.UrlKeyId}",
                ["MDREADER_COGNITO"] = $"cognito://{parts.People.Pool.UserPoolId}/{parts.People.Client.UserPoolClientId}",
                ["MDREADER_SES"] = parts.Messages.From,
                ["MDREADER_SNS"] = parts.Messages.Changes.TopicArn,
                ["MDREADER_METRICS"] = "emf",
                ["MDREADER_BACKUPS"] = "store",
                [BackupHour] = $"{Nightly.FallbackHour}",
            },
            Secrets = new Dictionary<string, EcsSecret>
            {
                ["MDREADER_REDIS_PASSWORD"] = EcsSecret.FromSecretsManager(parts.Cache.Password),
                ["MDREADER_COGNITO_SECRET"] = EcsSecret.FromSecretsManager(parts.People.ClientSecret),
                ["MDREADER_CLOUDFRONT_KEY"] = EcsSecret.FromSecretsManager(parts.Keys.UrlSigning, "private_key"),
            },
        });
        if (settings.GoogleClientId is not null)
            LetInByHostedPages(container, parts.People);
        if (settings.GitHubClientId is { } github)
            LetInByGitHub(container, github);
        if (settings.AssistantUrl is { } assistant)
            LetAssist(container, assistant, settings.AssistantModels, parts.Keys);
        container.AddMountPoints(
            new MountPoint { SourceVolume = "data", ContainerPath = "/data", ReadOnly = false },
            new MountPoint { SourceVolume = "tmp", ContainerPath = "/tmp", ReadOnly = false });
    }

    // Cognito's pages, where Google is: an OpenID Connect provider like any other.
    static void LetInByHostedPages(ContainerDefinition container, People people)
    {
        const string Provider = Providers + "cognito__";
        container.AddEnvironment(Provider + "Title", "Google");
        container.AddEnvironment(Provider + "Issuer", $"https://cognito-idp.{Aws.REGION}.amazonaws.com/{people.Pool.UserPoolId}");
        container.AddEnvironment(Provider + "ClientId", people.Client.UserPoolClientId);
        container.AddSecret(Provider + "ClientSecret", EcsSecret.FromSecretsManager(people.ClientSecret));
    }

    // GitHub speaks no OpenID Connect, so that Cognito's pages can't have it: the application asks it itself.
    void LetInByGitHub(ContainerDefinition container, string clientId)
    {
        const string Provider = Providers + "github__";
        container.AddEnvironment(Provider + "Title", "GitHub");
        container.AddEnvironment(Provider + "Kind", "GitHub");
        container.AddEnvironment(Provider + "ClientId", clientId);
        container.AddSecret(Provider + "ClientSecret", EcsSecret.FromSecretsManager(
            Amazon.CDK.AWS.SecretsManager.Secret.FromSecretNameV2(this, "GitHubSecret", "mdreader/github"), "client_secret"));
    }

    static void LetAssist(ContainerDefinition container, string url, string models, Keys keys)
    {
        container.AddEnvironment("MDREADER_AI_URL", url);
        container.AddEnvironment("MDREADER_AI_MODELS", models);
        container.AddSecret("MDREADER_AI_KEY", EcsSecret.FromSecretsManager(keys.LanguageModel, "api_key"));
    }

    (LoadBalancer, ApplicationListener, ApplicationTargetGroup) Balance(Network network, Settings settings)
    {
        var balancer = new LoadBalancer(this, "Balancer", new ApplicationLoadBalancerProps
        {
            Vpc = network.Vpc,
            InternetFacing = false,
            VpcSubnets = network.TaskSubnets,
            SecurityGroup = network.Front,
            IdleTimeout = Idle,
            DropInvalidHeaderFields = true,
            DeletionProtection = true,
        });
        var listener = balancer.AddListener("Https", new BaseApplicationListenerProps
        {
            Port = 443,
            Protocol = Protocol.HTTPS,
            // CloudFront asks for the domain by its own name, which is what the certificate is for.
            Certificates = [ListenerCertificate.FromArn(settings.Certificate)],
            SslPolicy = SslPolicy.RECOMMENDED_TLS,
            Open = false,
        });
        var targets = listener.AddTargets("App", new AddApplicationTargetsProps
        {
            Port = Network.AppPort,
            Protocol = Protocol.HTTP,
            Targets = [Service.LoadBalancerTarget(new LoadBalancerTargetOptions { ContainerName = ContainerName, ContainerPort = Network.AppPort })],
            DeregistrationDelay = Drain,
            LoadBalancingAlgorithmType = TargetGroupLoadBalancingAlgorithmType.LEAST_OUTSTANDING_REQUESTS,
            HealthCheck = new HealthCheck
            {
                Path = "/health/ready",
                Interval = Duration.Seconds(10),
                Timeout = Duration.Seconds(5),
                HealthyThresholdCount = 2,
                UnhealthyThresholdCount = 3,
                HealthyHttpCodes = "200",
            },
        });
        return (balancer, listener, targets);
    }
}
