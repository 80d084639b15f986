using System.Text.Json;
using MDReader.Infra;

namespace Infra.Tests;

/// <summary>The boxes of the plan, with the figures it names.</summary>
public sealed class PlanTests(Templates templates)
{
    static readonly string[] SocketCalls = ["connect", "message", "disconnect"];

    [Theory]
    [InlineData("EC2::VPC")]
    [InlineData("ECS::Service")]
    [InlineData("ElasticLoadBalancingV2::LoadBalancer")]
    [InlineData("RDS::DBInstance")]
    [InlineData("ElastiCache::ReplicationGroup")]
    [InlineData("CloudFront::Distribution")]
    [InlineData("Cognito::UserPool")]
    [InlineData("SES::EmailIdentity")]
    [InlineData("CloudWatch::Dashboard")]
    [InlineData("Backup::BackupPlan")]
    [InlineData("ApiGateway::RestApi")]
    [InlineData("ApiGatewayV2::Api")]
    public void Every_size_has_it(string type)
    {
        foreach (var template in templates.OfEverySize)
            template.One(type);
    }

    [Fact]
    public void A_task_has_a_quarter_of_a_core_and_512_MB_and_can_write_nothing_but_its_scratch()
    {
        foreach (var template in templates.OfEverySize)
        {
            var task = template.One("ECS::TaskDefinition");
            task.Text("Cpu").ShouldBe("256");
            task.Text("Memory").ShouldBe("512");
            task.Text("RuntimePlatform.CpuArchitecture").ShouldBe("ARM64");
            task.Text("ContainerDefinitions.0.ReadonlyRootFilesystem").ShouldBe("true");
            task.Text("ContainerDefinitions.0.User").ShouldBe("1654");
            task.Text("ContainerDefinitions.0.StopTimeout").ShouldBe("60");
        }
    }

    [Fact]
    public void There_are_one_to_ten_tasks_and_more_from_70_percent_on()
    {
        foreach (var (size, template) in Size.All.Zip(templates.OfEverySize))
        {
            var range = template.One("ApplicationAutoScaling::ScalableTarget");
            range.Text("MinCapacity").ShouldBe(size.LeastTasks.ToString());
            range.Text("MaxCapacity").ShouldBe("10");
            template.One("ApplicationAutoScaling::ScalingPolicy").Text("TargetTrackingScalingPolicyConfiguration.TargetValue").ShouldBe("70");
        }
        Size.First.LeastTasks.ShouldBe(1);
    }

    [Fact]
    public void A_deployment_that_fails_is_taken_back_and_sockets_have_time_to_move()
    {
        foreach (var template in templates.OfEverySize)
        {
            var service = template.One("ECS::Service");
            service.Text("DeploymentConfiguration.DeploymentCircuitBreaker.Enable").ShouldBe("true");
            service.Text("DeploymentConfiguration.DeploymentCircuitBreaker.Rollback").ShouldBe("true");
            service.Text("DeploymentConfiguration.MinimumHealthyPercent").ShouldBe("100");
            Attribute(template.One("ElasticLoadBalancingV2::TargetGroup"), "TargetGroupAttributes", "deregistration_delay.timeout_seconds").ShouldBe("30");
            Attribute(template.One("ElasticLoadBalancingV2::LoadBalancer"), "LoadBalancerAttributes", "idle_timeout.timeout_seconds").ShouldBe("120");
        }
    }

    [Fact]
    public void PostgreSQL_16_grows_from_20_to_100_GB_and_goes_back_to_any_second_of_seven_days()
    {
        foreach (var template in templates.OfEverySize)
        {
            var database = template.One("RDS::DBInstance");
            database.Text("Engine").ShouldBe("postgres");
            database.Text("EngineVersion").ShouldStartWith("16.");
            database.Text("StorageType").ShouldBe("gp3");
            database.Text("AllocatedStorage").ShouldBe("20");
            database.Text("MaxAllocatedStorage").ShouldBe("100");
            database.Text("BackupRetentionPeriod").ShouldBe("7");
            database.Text("DeletionProtection").ShouldBe("true");
        }
        templates["mdreader-thousand"].One("RDS::DBInstance").Text("MultiAZ").ShouldBe("true");
    }

    [Fact]
    public void At_three_in_the_night_there_is_a_snapshot()
    {
        foreach (var template in templates.OfEverySize)
        {
            template.One("Backup::BackupPlan").Text("BackupPlan.BackupPlanRule.0.ScheduleExpression").ShouldBe("cron(0 3 * * ? *)");
        }
    }

    [Fact]
    public void No_rule_lets_go_of_a_current_file()
    {
        foreach (var rules in LifecycleRules())
            rules.Where(rule => rule.TryGetProperty("ExpirationInDays", out _) || rule.TryGetProperty("ExpirationDate", out _)).ShouldBeEmpty();
    }

    [Fact]
    public void A_current_file_can_always_be_read_at_once_and_backups_that_were_let_go_of_are_in_Glacier()
    {
        foreach (var rules in LifecycleRules())
        {
            Moves(rules, "Transitions").ShouldBe(new Dictionary<string, string?>
            {
                ["documents/"] = "INTELLIGENT_TIERING",
                ["attachments/"] = "INTELLIGENT_TIERING",
                ["backups/"] = "INTELLIGENT_TIERING",
            }, ignoreOrder: true);
            Moves(rules, "NoncurrentVersionTransitions").ShouldBe(new Dictionary<string, string?> { ["backups/"] = "GLACIER_IR" });
        }

        static Dictionary<string, string?> Moves(List<JsonElement> rules, string kind) =>
            rules.Where(rule => rule.TryGetProperty(kind, out _)).ToDictionary(
                rule => rule.GetProperty("Prefix").GetString()!,
                rule => rule.GetProperty(kind).EnumerateArray().Single().GetProperty("StorageClass").GetString());
    }

    [Fact]
    public void The_dashboard_shows_what_is_asked_of_the_files_and_how_large_they_are_in_every_class_they_may_lie_in()
    {
        foreach (var template in templates.OfEverySize)
        {
            var body = template.One("CloudWatch::Dashboard").Text("DashboardBody");
            var counted = template.Of("S3::Bucket").Select(bucket => bucket.Text("MetricsConfigurations.0.Id")).Single(id => id.Length > 0);
            body.ShouldContain("AllRequests");
            body.ShouldContain($"\\\"FilterId\\\",\\\"{counted}\\\"");
            foreach (var kind in new[] { "StandardStorage", "IntelligentTieringFAStorage", "GlacierInstantRetrievalStorage" })
                body.ShouldContain(kind);
        }
    }

    [Fact]
    public void CloudFront_has_the_plans_behaviours_and_signs_every_file()
    {
        foreach (var template in templates.OfEverySize)
        {
            var edge = template.One("CloudFront::Distribution");
            edge.Text("DistributionConfig.PriceClass").ShouldBe("PriceClass_100");
            edge.Text("DistributionConfig.Aliases.0").ShouldBe("md.example.org");
            edge.Text("DistributionConfig.ViewerCertificate.MinimumProtocolVersion").ShouldBe("TLSv1.2_2021");
            edge.Text("DistributionConfig.Origins.0.VpcOriginConfig.VpcOriginId").ShouldContain("Fn::GetAtt");
            edge.Text("DistributionConfig.WebACLId").ShouldContain("EdgeFirewall");
            edge.Text("DistributionConfig.Origins.1.OriginAccessControlId").ShouldContain("Fn::GetAtt");
            var files = edge.At("DistributionConfig.CacheBehaviors")!.Value.EnumerateArray().ToList();
            files.Select(behaviour => behaviour.GetProperty("PathPattern").GetString())
                .ShouldBe(["documents/*/versions/*", "attachments/*", "backups/*"]);
            files.ShouldAllBe(behaviour => behaviour.GetProperty("TrustedKeyGroups").GetArrayLength() == 1);
            template.Of("CloudFront::CachePolicy").Select(policy => policy.Text("CachePolicyConfig.DefaultTTL")).ShouldBe(["3600", "86400"]);
        }
    }

    [Fact]
    public void Addresses_are_signed_with_the_new_key_and_the_one_before_still_holds()
    {
        foreach (var template in templates.OfEverySize)
        {
            var keys = template.Of("CloudFront::PublicKey").ToList();
            keys.Select(key => key.Text("PublicKeyConfig.Name")).Distinct().Count().ShouldBe(2);
            var group = template.One("CloudFront::KeyGroup").At("KeyGroupConfig.Items")!.Value.EnumerateArray()
                .Select(key => key.GetProperty("Ref").GetString()).ToList();
            group.ShouldBe(keys.Select(key => key.Name), ignoreOrder: true);
            template.One("ECS::TaskDefinition").Text("ContainerDefinitions.0.Environment").ShouldContain(group[0]!);
        }
    }

    [Fact]
    public void Our_page_and_no_other_may_read_the_files_that_CloudFront_hands_out()
    {
        foreach (var template in templates.OfEverySize)
        {
            var headers = template.One("CloudFront::ResponseHeadersPolicy");
            var page = headers.At("ResponseHeadersPolicyConfig.CorsConfig")!.Value;
            page.GetProperty("AccessControlAllowOrigins").GetProperty("Items").EnumerateArray().ShouldHaveSingleItem()
                .GetString().ShouldBe("https://md.example.org");
            page.GetProperty("AccessControlAllowMethods").GetProperty("Items").EnumerateArray().Select(method => method.GetString())
                .ShouldBe(["GET", "HEAD"]);
            page.GetProperty("OriginOverride").GetBoolean().ShouldBeTrue();
            headers.Text("ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy").ShouldContain("sandbox");
            template.One("CloudFront::Distribution").At("DistributionConfig.CacheBehaviors")!.Value.EnumerateArray()
                .ShouldAllBe(behaviour => behaviour.GetProperty("ResponseHeadersPolicyId").GetProperty("Ref").GetString() == headers.Name);
        }
    }

    [Fact]
    public void Accounts_follow_the_plans_password_policy()
    {
        foreach (var template in templates.OfEverySize)
        {
            var policy = template.One("Cognito::UserPool").Text("Policies.PasswordPolicy");
            foreach (var rule in new[] { "\"MinimumLength\": 8", "\"RequireLowercase\": true", "\"RequireNumbers\": true", "\"RequireSymbols\": true", "\"RequireUppercase\": true" })
                policy.ShouldContain(rule);
            template.One("Cognito::UserPoolClient").Text("SupportedIdentityProviders").ShouldContain("Google");
            // An address that the pool calls unproven lets nobody in.
            template.One("Cognito::UserPoolIdentityProvider").Text("AttributeMapping.email_verified").ShouldBe("email_verified");
            template.One("Cognito::UserPool").Text("MfaConfiguration").ShouldBe("OPTIONAL");
        }
    }

    [Fact]
    public void What_is_tried_five_times_is_kept_for_people_to_look_at()
    {
        foreach (var template in templates.OfEverySize)
            template.Of("SQS::Queue").Count(queue => queue.Text("RedrivePolicy.maxReceiveCount") == "5").ShouldBe(1);
    }

    [Fact]
    public void Each_text_of_a_WebSocket_is_a_call_of_the_application_that_shows_a_secret_and_isnt_taken_for_one_person()
    {
        foreach (var template in templates.OfEverySize)
        {
            template.One("ApiGatewayV2::Api").Text("ProtocolType").ShouldBe("WEBSOCKET");
            template.Of("ApiGatewayV2::Route").Select(route => route.Text("RouteKey")).ShouldBe(["$connect", "$default", "$disconnect"], ignoreOrder: true);
            var calls = template.Of("ApiGatewayV2::Integration").ToList();
            calls.Select(call => call.Text("IntegrationUri")).ShouldBe(
                [.. SocketCalls.Select(path => $"https://md.example.org/internal/apigw/{path}")], ignoreOrder: true);
            foreach (var call in calls)
            {
                call.Text("IntegrationType").ShouldBe("HTTP_PROXY");
                var shown = call.At("RequestParameters")!.Value;
                shown.GetProperty("integration.request.header.X-Gateway-Connection").GetString().ShouldBe("context.connectionId");
                shown.GetProperty("integration.request.header.X-Gateway-Secret").GetRawText().ShouldContain("{{resolve:secretsmanager:");
            }
            template.Of("WAFv2::WebACL").Single(rules => rules.Text("Scope") == "CLOUDFRONT")
                .Text("Rules.0.Statement.RateBasedStatement.ScopeDownStatement").ShouldContain("/internal/apigw/");
            template.One("ECS::TaskDefinition").Text("ContainerDefinitions.0.Environment").ShouldContain("MDREADER_GATEWAY");
        }
    }

    [Fact]
    public void Who_asks_too_often_is_turned_away_at_either_door()
    {
        foreach (var template in templates.OfEverySize)
        {
            var firewalls = template.Of("WAFv2::WebACL").ToList();
            firewalls.Select(rules => rules.Text("Scope")).ShouldBe(["CLOUDFRONT", "REGIONAL"], ignoreOrder: true);
            firewalls.ShouldAllBe(rules => rules.Text("Rules.0.Statement.RateBasedStatement.Limit") == "3000");
            firewalls.ShouldAllBe(rules => rules.At("Rules.0.Action.Block") != null);
            template.One("WAFv2::WebACLAssociation").Text("ResourceArn").ShouldContain("/stages/");
        }
    }

    [Fact]
    public void The_nights_own_backup_is_a_task_by_itself_and_the_serving_ones_wait_for_it()
    {
        foreach (var template in templates.OfEverySize)
        {
            var rule = template.One("Events::Rule");
            rule.Text("ScheduleExpression").ShouldBe("cron(15 3 * * ? *)");
            var told = JsonDocument.Parse(rule.At("Targets.0.Input")!.Value.GetString()!).RootElement.GetProperty("containerOverrides")[0];
            told.GetProperty("command").EnumerateArray().Select(word => word.GetString()).ShouldBe(["backup", "nightly"]);
            told.GetProperty("environment")[0].GetProperty("value").GetString().ShouldBe("3");
            var serving = template.One("ECS::TaskDefinition").At("ContainerDefinitions.0.Environment")!.Value.EnumerateArray();
            serving.Single(variable => variable.GetProperty("Name").GetString() == "MDReader__Backups__Hour")
                .GetProperty("Value").GetString().ShouldBe("5");
        }
    }

    [Fact]
    public void Google_comes_by_Cognitos_pages_GitHub_by_our_own_and_the_assistant_where_it_is_named()
    {
        foreach (var template in templates.OfEverySize)
        {
            var container = template.One("ECS::TaskDefinition").At("ContainerDefinitions.0")!.Value;
            var values = container.GetProperty("Environment").EnumerateArray()
                .ToDictionary(variable => variable.GetProperty("Name").GetString()!, variable => variable.GetProperty("Value"));
            values["MDReader__Accounts__Providers__cognito__Title"].GetString().ShouldBe("Google");
            values["MDReader__Accounts__Providers__github__Kind"].GetString().ShouldBe("GitHub");
            values["MDREADER_AI_URL"].GetString().ShouldBe("https://models.example.org/v1");
            var secrets = container.GetProperty("Secrets").EnumerateArray().Select(secret => secret.GetProperty("Name").GetString());
            foreach (var name in new[] { "MDReader__Accounts__Providers__cognito__ClientSecret", "MDReader__Accounts__Providers__github__ClientSecret", "MDREADER_AI_KEY" })
                secrets.ShouldContain(name);
        }
    }

    [Fact]
    public void Logs_are_kept_for_30_days_under_the_plans_name()
    {
        foreach (var template in templates.OfEverySize)
            template.Of("Logs::LogGroup").Single(log => log.Text("LogGroupName") == "/ecs/mdreader-api").Text("RetentionInDays").ShouldBe("30");
    }

    IEnumerable<List<JsonElement>> LifecycleRules() => templates.OfEverySize.Select(template =>
        template.Of("S3::Bucket").Single(bucket => bucket.Text("VersioningConfiguration.Status") == "Enabled")
            .At("LifecycleConfiguration.Rules")!.Value.EnumerateArray().ToList());

    static string Attribute(Resource resource, string list, string key) =>
        resource.At(list)!.Value.EnumerateArray().Single(entry => entry.GetProperty("Key").GetString() == key).GetProperty("Value").GetString()!;
}
