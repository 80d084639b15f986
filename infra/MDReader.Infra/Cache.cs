using Amazon.CDK.AWS.ElastiCache;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;

namespace MDReader.Infra;

/// <summary>Valkey, by which processes tell each other what is new: TLS and a password; nothing in it is missed when lost.</summary>
sealed class Cache : Construct
{
    const string Class = "cache.t4g.micro";

    public Secret Password { get; }
    public CfnReplicationGroup Group { get; }

    public Cache(Construct scope, Network network, Size size)
        : base(scope, "Cache")
    {
        Password = new Secret(this, "Password", new SecretProps
        {
            Description = "Valkey's password",
            GenerateSecretString = new SecretStringGenerator { PasswordLength = 64, ExcludePunctuation = true },
        });
        var subnets = new CfnSubnetGroup(this, "Subnets", new CfnSubnetGroupProps
        {
            Description = "MDReader's data ring",
            SubnetIds = network.Vpc.SelectSubnets(network.DataSubnets).SubnetIds,
        });
        var resilient = size.CacheNodes > 1;
        Group = new CfnReplicationGroup(this, "Valkey", new CfnReplicationGroupProps
        {
            ReplicationGroupDescription = "MDReader's relay between processes",
            Engine = "valkey",
            EngineVersion = "8.0",
            CacheNodeType = Class,
            NumCacheClusters = size.CacheNodes,
            AutomaticFailoverEnabled = resilient,
            MultiAzEnabled = resilient,
            CacheSubnetGroupName = subnets.Ref,
            SecurityGroupIds = [network.Cache.SecurityGroupId],
            TransitEncryptionEnabled = true,
            TransitEncryptionMode = "required",
            AtRestEncryptionEnabled = true,
            AuthToken = Password.SecretValue.UnsafeUnwrap(),
            AutoMinorVersionUpgrade = true,
            SnapshotRetentionLimit = 0,
            Port = 6379,
        });
    }
}
