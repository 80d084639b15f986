using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace MDReader.Infra;

/// <summary>One bucket, <c>documents/</c>, <c>attachments/</c> and <c>backups/</c>; private, encrypted, versioned.</summary>
/// <remarks>No rule here ever deletes a current object, or puts it where it can't be read at once: how long versions and files
/// are kept is the application's to say, and each night it reads all that a backup names, however old.</remarks>
sealed class Files : Construct
{
    /// <summary>The name under which S3 counts what is asked of the whole bucket.</summary>
    public const string AllRequests = "everything";

    public Bucket Bucket { get; }

    public Files(Construct scope, Settings settings)
        : base(scope, "Files")
    {
        var log = new Bucket(this, "Access", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            Encryption = BucketEncryption.S3_MANAGED,
            EnforceSSL = true,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            LifecycleRules = [new LifecycleRule { Expiration = Duration.Days(30) }],
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        Bucket = new Bucket(this, "Bucket", new BucketProps
        {
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            Encryption = BucketEncryption.S3_MANAGED,
            EnforceSSL = true,
            Versioned = true,
            ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
            ServerAccessLogsBucket = log,
            ServerAccessLogsPrefix = "s3/",
            RemovalPolicy = RemovalPolicy.RETAIN,
            Metrics = [new BucketMetrics { Id = AllRequests }],
            LifecycleRules =
            [
                Moved("documents", "documents/", StorageClass.INTELLIGENT_TIERING, days: 0),
                Moved("attachments", "attachments/", StorageClass.INTELLIGENT_TIERING, days: 0),
                Moved("backups", "backups/", StorageClass.INTELLIGENT_TIERING, days: 0),
                new LifecycleRule
                {
                    Id = "old-backups",
                    Prefix = "backups/",
                    // What the application has let go of. Glacier proper would have whoever needs one of them wait for hours.
                    NoncurrentVersionTransitions =
                    [
                        new NoncurrentVersionTransition
                        {
                            StorageClass = StorageClass.GLACIER_INSTANT_RETRIEVAL,
                            TransitionAfter = Duration.Days(1),
                        },
                    ],
                },
                new LifecycleRule
                {
                    Id = "replaced",
                    NoncurrentVersionExpiration = Duration.Days(90),
                    AbortIncompleteMultipartUploadAfter = Duration.Days(1),
                    ExpiredObjectDeleteMarker = true,
                },
            ],
            Cors =
            [
                new CorsRule
                {
                    AllowedOrigins = [$"https://{settings.Domain}"],
                    AllowedMethods = [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.POST, HttpMethods.PUT],
                    AllowedHeaders = ["content-type", "content-length", "x-amz-checksum-sha256", "x-amz-content-sha256", "x-amz-date"],
                    ExposedHeaders = ["etag", "x-amz-checksum-sha256"],
                    MaxAge = 3600,
                },
            ],
        });
    }

    static LifecycleRule Moved(string id, string prefix, StorageClass into, int days) => new()
    {
        Id = id,
        Prefix = prefix,
        Transitions = [new Transition { StorageClass = into, TransitionAfter = Duration.Days(days) }],
    };
}
