using System.Text.Json;

namespace Infra.Tests;

/// <summary>What no template may ever say.</summary>
public sealed class SafetyTests(Templates templates)
{
    // Has no resource to be bound to.
    static readonly string[] OnEverything = ["ecr:GetAuthorizationToken", "ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition"];

    [Fact]
    public void Every_action_and_every_resource_is_written_out()
    {
        foreach (var statement in templates.All.SelectMany(template => template.Resources).SelectMany(Statements)
                     .Where(statement => statement.GetProperty("Effect").GetString() == "Allow"))
        {
            Texts(statement, "Action").ShouldAllBe(action => !action.Contains('*'), statement.GetRawText());
            if (Texts(statement, "Resource").Contains("*"))
                Texts(statement, "Action").ShouldBeSubsetOf(OnEverything, statement.GetRawText());
        }
    }

    [Fact]
    public void Only_the_application_reaches_the_data_and_nothing_is_open_to_the_world()
    {
        foreach (var template in templates.OfEverySize)
        {
            var rules = template.Of("EC2::SecurityGroupIngress")
                .Select(rule => (To: rule.Text("GroupId"), From: rule.Text("SourceSecurityGroupId"), Port: rule.Text("FromPort"))).ToList();
            foreach (var port in new[] { "5432", "6379" })
                rules.Where(rule => rule.Port == port).ShouldHaveSingleItem().From.ShouldContain("NetworkTasks");
            rules.Where(rule => rule.Port == "8080").ShouldHaveSingleItem().From.ShouldContain("NetworkFront");
            template.Of("EC2::SecurityGroup").SelectMany(group => group.At("SecurityGroupIngress")?.EnumerateArray().ToArray() ?? [])
                .Select(rule => (rule.GetProperty("FromPort").GetInt32(), From: rule.GetProperty("CidrIp").GetRawText()))
                .ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                    rule => rule.Item1.ShouldBe(443),
                    rule => rule.From.ShouldContain("CidrBlock"));
            foreach (var group in template.Of("EC2::SecurityGroup"))
                group.Text("SecurityGroupIngress").ShouldNotContain("0.0.0.0/0");
            template.One("ElasticLoadBalancingV2::LoadBalancer").Text("Scheme").ShouldBe("internal");
            template.One("RDS::DBInstance").Text("PubliclyAccessible").ShouldBe("false");
        }
    }

    [Fact]
    public void Everything_is_encrypted_where_it_lies_and_on_its_way()
    {
        foreach (var template in templates.OfEverySize)
        {
            template.One("RDS::DBInstance").Text("StorageEncrypted").ShouldBe("true");
            template.One("RDS::DBParameterGroup").At("Parameters")!.Value.GetProperty("rds.force_ssl").GetString().ShouldBe("1");
            template.One("ECS::TaskDefinition").Text("ContainerDefinitions.0.Environment").ShouldContain("sslmode=verify-full&sslrootcert=/app/rds.pem");
            template.One("ElasticLoadBalancingV2::Listener").Text("Protocol").ShouldBe("HTTPS");
            template.One("ElasticLoadBalancingV2::Listener").Text("SslPolicy").ShouldContain("TLS13-1-2");
            template.One("CloudFront::VpcOrigin").Text("VpcOriginEndpointConfig.OriginProtocolPolicy").ShouldBe("https-only");
            template.One("ApiGateway::Method").Text("Integration.Uri").ShouldStartWith("https://");
            template.Of("SNS::TopicPolicy").Count(policy => policy.Text("PolicyDocument").Contains("aws:SecureTransport", StringComparison.Ordinal))
                .ShouldBe(template.Of("SNS::Topic").Count());
            foreach (var instance in template.Of("EC2::Instance"))
                instance.Text("BlockDeviceMappings.0.Ebs.Encrypted").ShouldBe("true");
            template.One("ElastiCache::ReplicationGroup").Text("TransitEncryptionMode").ShouldBe("required");
            template.One("ElastiCache::ReplicationGroup").Text("AtRestEncryptionEnabled").ShouldBe("true");
            foreach (var bucket in template.Of("S3::Bucket"))
            {
                bucket.Text("BucketEncryption").ShouldContain("SSEAlgorithm");
                bucket.At("PublicAccessBlockConfiguration")!.Value.EnumerateObject().Count(closed => closed.Value.GetBoolean())
                    .ShouldBe(4, bucket.Name);
            }
            template.Of("S3::BucketPolicy").Count().ShouldBe(template.Of("S3::Bucket").Count());
        }
    }

    [Fact]
    public void No_secret_is_written_into_a_template()
    {
        foreach (var template in templates.OfEverySize)
        {
            var container = template.One("ECS::TaskDefinition").At("ContainerDefinitions.0")!.Value;
            foreach (var variable in container.GetProperty("Environment").EnumerateArray())
                variable.GetProperty("Name").GetString()!.ShouldNotMatch("PASSWORD|_KEY$|WORD$");
            template.One("RDS::DBInstance").Text("ManageMasterUserPassword").ShouldBe("true");
            template.One("RDS::DBInstance").At("MasterUserPassword").ShouldBeNull();
            template.One("ElastiCache::ReplicationGroup").Text("AuthToken").ShouldContain("resolve:secretsmanager");
        }
    }

    [Fact]
    public void Browsers_may_send_files_from_our_own_page_alone()
    {
        foreach (var template in templates.OfEverySize)
            template.Of("S3::Bucket").Single(bucket => bucket.At("CorsConfiguration") is not null)
                .Text("CorsConfiguration.CorsRules.0.AllowedOrigins.0").ShouldBe("https://md.example.org");
    }

    [Fact]
    public void Only_our_repositorys_production_environment_may_deploy()
    {
        foreach (var template in templates.OfEverySize)
            template.Of("IAM::Role").Where(role => role.Text("AssumeRolePolicyDocument").Contains("AssumeRoleWithWebIdentity", StringComparison.Ordinal))
                .ShouldHaveSingleItem().Text("AssumeRolePolicyDocument")
                .ShouldContain("\"token.actions.githubusercontent.com:sub\": \"repo:owner/mdreader:environment:production\"");
    }

    static IEnumerable<JsonElement> Statements(Resource resource)
    {
        if (resource.At("PolicyDocument.Statement") is { } own)
            foreach (var statement in own.EnumerateArray())
                // A policy on a resource (a bucket, a queue) may refuse whatever it likes, and its principals are its own.
                if (resource.Type is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy")
                    yield return statement;
        if (resource.At("Policies") is { ValueKind: JsonValueKind.Array } inline && resource.Type == "AWS::IAM::Role")
            foreach (var policy in inline.EnumerateArray())
                foreach (var statement in policy.GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray())
                    yield return statement;
    }

    static List<string> Texts(JsonElement statement, string name)
    {
        var value = statement.GetProperty(name);
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString()! : entry.GetRawText())]
            : [value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()];
    }
}
