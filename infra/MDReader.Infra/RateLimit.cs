using Amazon.CDK.AWS.WAFv2;
using Constructs;

namespace MDReader.Infra;

/// <summary>A firewall with the plan's one rule: who asks too often in five minutes is turned away.</summary>
sealed class RateLimit : Construct
{
    const int RequestsPerFiveMinutes = 3000;

    public CfnWebACL Rules { get; }

    /// <param name="scope">Who has it.</param>
    /// <param name="kind"><c>CLOUDFRONT</c>, or <c>REGIONAL</c> for everything else.</param>
    /// <param name="except">Where no such count is kept.</param>
    public RateLimit(Construct scope, string kind, string? except = null)
        : base(scope, "Firewall")
    {
        Rules = new CfnWebACL(this, "Rules", new CfnWebACLProps
        {
            Scope = kind,
            DefaultAction = new CfnWebACL.DefaultActionProperty { Allow = new CfnWebACL.AllowActionProperty() },
            VisibilityConfig = Seen("all"),
            Rules = new object[]
            {
                new CfnWebACL.RuleProperty
                {
                    Name = "too-many-requests",
                    Priority = 0,
                    Action = new CfnWebACL.RuleActionProperty { Block = new CfnWebACL.BlockActionProperty() },
                    Statement = new CfnWebACL.StatementProperty
                    {
                        RateBasedStatement = new CfnWebACL.RateBasedStatementProperty
                        {
                            AggregateKeyType = "IP",
                            Limit = RequestsPerFiveMinutes,
                            ScopeDownStatement = except is null ? null : Not(PathBegins(except)),
                        },
                    },
                    VisibilityConfig = Seen("too-many-requests"),
                },
            },
        });
    }

    static CfnWebACL.StatementProperty Not(CfnWebACL.StatementProperty statement) =>
        new() { NotStatement = new CfnWebACL.NotStatementProperty { Statement = statement } };

    static CfnWebACL.StatementProperty PathBegins(string path) => new()
    {
        ByteMatchStatement = new CfnWebACL.ByteMatchStatementProperty
        {
            FieldToMatch = new CfnWebACL.FieldToMatchProperty { UriPath = new Dictionary<string, object>() },
            PositionalConstraint = "STARTS_WITH",
            SearchString = path,
            TextTransformations = new object[] { new CfnWebACL.TextTransformationProperty { Priority = 0, Type = "NONE" } },
        },
    };

    static CfnWebACL.VisibilityConfigProperty Seen(string metric) => new()
    {
        CloudWatchMetricsEnabled = true,
        MetricName = metric,
        SampledRequestsEnabled = false,
    };
}
