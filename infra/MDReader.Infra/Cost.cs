namespace MDReader.Infra;

/// <summary>How much a size is used in a month.</summary>
/// <param name="Tasks">Running on average, the busy hours' additional ones included.</param>
sealed record Use(double Tasks, double TransferGigabytes, double LogGigabytes, double StoredGigabytes, double MillionRequests, double Letters)
{
    public static Use Of(Size size) => size.Name switch
    {
        "first" => new(Tasks: 1, TransferGigabytes: 20, LogGigabytes: 1, StoredGigabytes: 20, MillionRequests: 1, Letters: 1_000),
        "production" => new(Tasks: 2, TransferGigabytes: 100, LogGigabytes: 3, StoredGigabytes: 50, MillionRequests: 5, Letters: 5_000),
        _ => new(Tasks: 2.5, TransferGigabytes: 400, LogGigabytes: 10, StoredGigabytes: 200, MillionRequests: 20, Letters: 20_000),
    };
}

sealed record CostLine(string What, double Dollars);

/// <summary>What a size costs a month, in USD at list prices, free tiers that end left out.</summary>
static class Cost
{
    const double Hours = 730;
    internal const int Secrets = 5;
    internal const int Alarms = 16;
    internal const int OwnMetrics = 12;
    // Of S3's sixteen those that there is something to say of; CloudWatch bills them like one's own.
    const int BucketMetrics = 13;
    const int FreeAlarms = 10;
    const int FreeMetrics = 10;
    const int FreeLogGigabytes = 5;
    const double SnapshotGigabytes = 5;

    public static IReadOnlyList<CostLine> Of(Size size, Prices prices)
    {
        var use = Use.Of(size);
        var zones = size.DatabaseInTwoZones ? 2 : 1;
        var addresses = size.HiddenTasks ? size.NatInstances : use.Tasks;
        return
        [
            new("Fargate, 256 CPU units and 512 MB on ARM", use.Tasks * Hours
                * (Size.TaskCpu / 1024.0 * prices["fargate-arm-vcpu-hour"] + Size.TaskMemoryMiB / 1024.0 * prices["fargate-arm-gb-hour"])),
            new("Public addresses", addresses * Hours * prices["ipv4-hour"]),
            new("NAT instances", size.NatInstances * (Hours * prices["t4g.nano-hour"] + Network.NatGigabytes * prices["ebs-gp3-gb-month"])),
            new("Load balancer", Hours * (prices["alb-hour"] + 0.2 * prices["alb-lcu-hour"])),
            new("PostgreSQL", zones * (Hours * prices[$"db.{size.DatabaseClass}-hour"] + Size.FirstGigabytes * prices["rds-gp3-gb-month"])),
            new("Snapshots", SnapshotGigabytes * prices["rds-snapshot-gb-month"]),
            new("Valkey", size.CacheNodes * Hours * prices["valkey-t4g.micro-hour"]),
            new("Files", use.StoredGigabytes * prices["s3-gb-month"] + use.MillionRequests * 10 * prices["s3-thousand-puts"]),
            new("CloudFront", Math.Max(0, use.TransferGigabytes - prices["cloudfront-free-gb"]) * prices["cloudfront-gb"]),
            new("Firewall", prices["waf-acl-month"] + prices["waf-rule-month"] + use.MillionRequests * prices["waf-million-requests"]),
            new("Secrets", Secrets * prices["secret-month"]),
            new("Logs, metrics, alarms", Math.Max(0, use.LogGigabytes - FreeLogGigabytes) * prices["logs-gb"]
                + Math.Max(0, OwnMetrics + BucketMetrics - FreeMetrics) * prices["metric-month"] + Math.Max(0, Alarms - FreeAlarms) * prices["alarm-month"]),
            new("Images", 2 * prices["ecr-gb-month"]),
            new("Letters", use.Letters / 1000 * prices["ses-thousand"]),
            new("Cognito, under 10,000 people a month", 0),
        ];
    }
}
