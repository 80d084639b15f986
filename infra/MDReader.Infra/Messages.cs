using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SES;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace MDReader.Infra;

/// <summary>What leaves the application: changes of documents for other systems (SNS → SQS with a dead-letter queue),
/// letters (SES), and alarms for the people who run it.</summary>
sealed class Messages : Construct
{
    const int Tries = 5;

    public Topic Changes { get; }
    public Topic Alarms { get; }
    public Queue Work { get; }
    public Queue GivenUp { get; }
    public EmailIdentity Mail { get; }
    public ConfigurationSet Letters { get; }
    public string From { get; }
    public string LettersArn { get; }

    public Messages(Construct scope, Settings settings)
        : base(scope, "Messages")
    {
        Changes = new Topic(this, "Changes", new TopicProps { DisplayName = "MDReader: documents changed" });
        RequireTls(Changes);
        Alarms = new Topic(this, "Alarms", new TopicProps { DisplayName = "MDReader: alarms" });
        RequireTls(Alarms);
        Alarms.AddSubscription(new EmailSubscription(settings.Alarms));
        Alarms.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
        {
            Principals = [new ServicePrincipal("cloudwatch.amazonaws.com")],
            Actions = ["sns:Publish"],
            Resources = [Alarms.TopicArn],
        }));

        GivenUp = new Queue(this, "GivenUp", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            RetentionPeriod = Duration.Days(14),
        });
        Work = new Queue(this, "Work", new QueueProps
        {
            Encryption = QueueEncryption.SQS_MANAGED,
            EnforceSSL = true,
            VisibilityTimeout = Duration.Minutes(2),
            RetentionPeriod = Duration.Days(4),
            DeadLetterQueue = new DeadLetterQueue { Queue = GivenUp, MaxReceiveCount = Tries },
        });
        Changes.AddSubscription(new SqsSubscription(Work, new SqsSubscriptionProps { RawMessageDelivery = true }));

        From = $"noreply@{settings.MailDomain}";
        Letters = new ConfigurationSet(this, "Letters", new ConfigurationSetProps
        {
            TlsPolicy = ConfigurationSetTlsPolicy.REQUIRE,
            ReputationMetrics = true,
            SuppressionReasons = SuppressionReasons.BOUNCES_AND_COMPLAINTS,
        });
        LettersArn = Stack.Of(this).FormatArn(new ArnComponents { Service = "ses", Resource = "configuration-set", ResourceName = Letters.ConfigurationSetName });
        Mail = new EmailIdentity(this, "Mail", new EmailIdentityProps
        {
            Identity = Identity.Domain(settings.MailDomain),
            ConfigurationSet = Letters,
        });
    }

    // The construct's own word for it does nothing where a topic has no other policy.
    static void RequireTls(Topic topic) => topic.AddToResourcePolicy(new PolicyStatement(new PolicyStatementProps
    {
        Effect = Effect.DENY,
        Principals = [new AnyPrincipal()],
        Actions = ["sns:Publish"],
        Resources = [topic.TopicArn],
        Conditions = new Dictionary<string, object>
        {
            ["Bool"] = new Dictionary<string, object> { ["aws:SecureTransport"] = "false" },
        },
    }));
}
