using Amazon.CDK.AWS.EC2;
using Constructs;

namespace MDReader.Infra;

/// <summary>A VPC with three rings, and who may call whom: CloudFront → load balancer → tasks → database and cache.</summary>
sealed class Network : Construct
{
    public const int AppPort = 8080;
    public const int NatGigabytes = 8;

    public Vpc Vpc { get; }
    public SecurityGroup Front { get; }
    public SecurityGroup Tasks { get; }
    public SecurityGroup Database { get; }
    public SecurityGroup Cache { get; }
    public SubnetSelection TaskSubnets { get; }
    public SubnetSelection DataSubnets { get; } = new() { SubnetGroupName = "data" };
    public bool TasksHaveAddresses { get; }

    public Network(Construct scope, Size size)
        : base(scope, "Network")
    {
        TasksHaveAddresses = !size.HiddenTasks;
        TaskSubnets = new SubnetSelection { SubnetType = size.HiddenTasks ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PUBLIC };
        var nat = size.HiddenTasks
            ? NatProvider.InstanceV2(new NatInstanceProps
            {
                InstanceType = new InstanceType("t4g.nano"),
                MachineImage = MachineImage.LatestAmazonLinux2023(new AmazonLinux2023ImageSsmParameterProps { CpuType = AmazonLinuxCpuType.ARM_64 }),
                DefaultAllowedTraffic = NatTrafficDirection.OUTBOUND_ONLY,
            })
            : null;

        Vpc = new Vpc(this, "Vpc", new VpcProps
        {
            MaxAzs = size.Zones,
            NatGateways = size.NatInstances,
            NatGatewayProvider = nat,
            RestrictDefaultSecurityGroup = false,
            SubnetConfiguration = Rings(size),
            // Free, and keeps the traffic of files off the NAT instance.
            GatewayEndpoints = new Dictionary<string, IGatewayVpcEndpointOptions>
            {
                ["S3"] = new GatewayVpcEndpointOptions { Service = GatewayVpcEndpointAwsService.S3 },
            },
        });
        EncryptNatDisks();
        Vpc.AddFlowLog("Refused", new FlowLogOptions
        {
            TrafficType = FlowLogTrafficType.REJECT,
            Destination = FlowLogDestination.ToCloudWatchLogs(new Amazon.CDK.AWS.Logs.LogGroup(this, "RefusedLog", new Amazon.CDK.AWS.Logs.LogGroupProps
            {
                Retention = Amazon.CDK.AWS.Logs.RetentionDays.ONE_MONTH,
                RemovalPolicy = Amazon.CDK.RemovalPolicy.DESTROY,
            })),
        });

        Front = Group("Front", "The load balancer: called by CloudFront alone");
        Tasks = Group("Tasks", "The application: called by the load balancer alone", calls: true);
        Database = Group("Database", "PostgreSQL: called by the application alone");
        Cache = Group("Cache", "Valkey: called by the application alone");

        // CloudFront's own addresses on the inside of the network, a list that AWS keeps.
        Front.AddIngressRule(Peer.Ipv4(Vpc.VpcCidrBlock), Port.Tcp(443), "CloudFront's VPC origin");
        Front.AddEgressRule(Tasks, Port.Tcp(AppPort), "to the application");
        Tasks.AddIngressRule(Front, Port.Tcp(AppPort), "from the load balancer");
        Database.AddIngressRule(Tasks, Port.Tcp(5432), "from the application");
        Cache.AddIngressRule(Tasks, Port.Tcp(6379), "from the application");
    }

    // The construct has no word for it.
    void EncryptNatDisks()
    {
        foreach (var instance in Vpc.Node.FindAll().OfType<CfnInstance>())
            instance.BlockDeviceMappings = new object[]
            {
                new CfnInstance.BlockDeviceMappingProperty
                {
                    DeviceName = "/dev/xvda",
                    Ebs = new CfnInstance.EbsProperty { Encrypted = true, VolumeType = "gp3", VolumeSize = NatGigabytes },
                },
            };
    }

    SecurityGroup Group(string name, string description, bool calls = false) => new(this, name, new SecurityGroupProps
    {
        Vpc = Vpc,
        Description = description,
        AllowAllOutbound = calls,
    });

    static SubnetConfiguration[] Rings(Size size)
    {
        var outer = new SubnetConfiguration { Name = "public", SubnetType = SubnetType.PUBLIC, CidrMask = 24, MapPublicIpOnLaunch = false };
        var tasks = new SubnetConfiguration { Name = "tasks", SubnetType = SubnetType.PRIVATE_WITH_EGRESS, CidrMask = 22 };
        var data = new SubnetConfiguration { Name = "data", SubnetType = SubnetType.PRIVATE_ISOLATED, CidrMask = 24 };
        return size.HiddenTasks ? [outer, tasks, data] : [outer, data];
    }
}
