using Amazon.CDK;
using Amazon.CDK.AWS.RDS;
using Constructs;

namespace MDReader.Infra;

/// <summary>PostgreSQL 16 on RDS: encrypted, TLS alone, seven days to go back to any second, grown from 20 to 100 GB.</summary>
sealed class Database : Construct
{
    public const string Name = "mdreader";

    // "admin" is a name that PostgreSQL on RDS keeps for itself.
    const string User = "mdreader";

    public DatabaseInstance Instance { get; }

    /// <summary>{"username", "password"}, kept by RDS.</summary>
    public string SecretArn { get; }

    /// <summary>What a database that is restored from it is made of, as ARNs.</summary>
    public string[] Mould { get; }

    public Database(Construct scope, Network network, Size size)
        : base(scope, "Database")
    {
        Instance = new DatabaseInstance(this, "Postgres", new DatabaseInstanceProps
        {
            Engine = DatabaseInstanceEngine.Postgres(new PostgresInstanceEngineProps
            {
                Version = PostgresEngineVersion.Of("16.10", "16"),
            }),
            InstanceType = new Amazon.CDK.AWS.EC2.InstanceType(size.DatabaseClass),
            Vpc = network.Vpc,
            VpcSubnets = network.DataSubnets,
            SecurityGroups = [network.Database],
            DatabaseName = Name,
            Credentials = Credentials.FromPassword(User, SecretValue.UnsafePlainText("made by RDS")),
            ParameterGroup = Parameters(),
            StorageType = StorageType.GP3,
            AllocatedStorage = Size.FirstGigabytes,
            MaxAllocatedStorage = Size.MostGigabytes,
            StorageEncrypted = true,
            MultiAz = size.DatabaseInTwoZones,
            PubliclyAccessible = false,
            IamAuthentication = true,
            BackupRetention = Duration.Days(7),
            PreferredBackupWindow = "03:00-03:30",
            PreferredMaintenanceWindow = "sun:04:00-sun:05:00",
            CopyTagsToSnapshot = true,
            AutoMinorVersionUpgrade = true,
            CloudwatchLogsExports = ["postgresql", "upgrade"],
            CaCertificate = CaCertificate.RDS_CA_RSA2048_G1,
            DeletionProtection = true,
            RemovalPolicy = RemovalPolicy.SNAPSHOT,
        });
        // RDS makes the password and changes it every seven days; the application reads it again when the old one stops
        // working.
        var instance = (CfnDBInstance)Instance.Node.DefaultChild!;
        instance.ManageMasterUserPassword = true;
        instance.MasterUserPassword = null;
        SecretArn = instance.AttrMasterUserSecretSecretArn;
        Mould =
        [
            Instance.InstanceArn,
            Arn("subgrp", instance.DbSubnetGroupName!),
            Arn("pg", instance.DbParameterGroupName!),
            Arn("og", "default:postgres-16"),
        ];
    }

    /// <summary>Of the database that a restore is practised with.</summary>
    public string DrillArn => Arn("db", $"{Stack.Of(this).StackName}-drill");

    string Arn(string type, string name) => Stack.Of(this).FormatArn(new ArnComponents
    {
        Service = "rds",
        Resource = type,
        ResourceName = name,
        ArnFormat = ArnFormat.COLON_RESOURCE_NAME,
    });

    ParameterGroup Parameters() => new(this, "Parameters", new ParameterGroupProps
    {
        Engine = DatabaseInstanceEngine.Postgres(new PostgresInstanceEngineProps { Version = PostgresEngineVersion.Of("16.10", "16") }),
        Description = "MDReader: TLS required, slow statements logged",
        Parameters = new Dictionary<string, string>
        {
            ["rds.force_ssl"] = "1",
            ["log_min_duration_statement"] = "500",
            // What was typed and names of people are in the statements' values.
            ["log_parameter_max_length"] = "0",
            ["log_parameter_max_length_on_error"] = "0",
        },
    });
}
