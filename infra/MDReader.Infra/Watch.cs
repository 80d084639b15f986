using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace MDReader.Infra;

/// <summary>The plan's alarms and a dashboard. docs/operations.md has what to do about each alarm, under its name.</summary>
sealed class Watch : Construct
{
    /// <summary>Where the application's own metrics are, written as lines of its log (EMF).</summary>
    const string Namespace = "MDReader";

    // What the application prints of each night's backup (NightlyBackup.Made).
    const string BackupMade = "\"holds a backup that was restored for a trial\"";
    const int HoursWithoutBackup = 30;

    // In which classes the bucket's rules have objects lie (Files).
    static readonly string[] Kept =
    [
        "StandardStorage", "IntelligentTieringFAStorage", "IntelligentTieringIAStorage", "IntelligentTieringAIAStorage",
        "GlacierInstantRetrievalStorage",
    ];

    static readonly Duration Minute = Duration.Minutes(1);
    static readonly Duration FiveMinutes = Duration.Minutes(5);
    static readonly Duration SixHours = Duration.Hours(6);

    readonly SnsAction tell;
    readonly List<Alarm> alarms = [];

    public IReadOnlyList<Alarm> Alarms => alarms;

    public Watch(Construct scope, Application app, Database database, Cache cache, Files files, Messages messages, Gateway? gateway)
        : base(scope, "Watch")
    {
        tell = new SnsAction(messages.Alarms);
        var balancer = app.Balancer.Metrics;
        var requests = balancer.RequestCount(new MetricOptions { Statistic = "Sum", Period = FiveMinutes });
        var errors = app.Targets.Metrics.HttpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, new MetricOptions { Statistic = "Sum", Period = FiveMinutes });
        var latency = app.Targets.Metrics.TargetResponseTime(new MetricOptions { Statistic = "p99", Period = FiveMinutes });
        var errorRate = new MathExpression(new MathExpressionProps
        {
            Expression = "IF(requests > 20, 100 * FILL(errors, 0) / requests, 0)",
            UsingMetrics = new Dictionary<string, IMetric> { ["errors"] = errors, ["requests"] = requests },
            Label = "errors, % of requests",
            Period = FiveMinutes,
        });
        var taskCpu = app.Service.MetricCpuUtilization(new MetricOptions { Period = FiveMinutes });
        var taskMemory = app.Service.MetricMemoryUtilization(new MetricOptions { Period = FiveMinutes });
        var healthy = app.Targets.Metrics.HealthyHostCount(new MetricOptions { Statistic = "Minimum", Period = Minute });
        var databaseCpu = database.Instance.MetricCPUUtilization(new MetricOptions { Period = FiveMinutes });
        var connections = database.Instance.MetricDatabaseConnections(new MetricOptions { Period = FiveMinutes });
        var freeBytes = database.Instance.MetricFreeStorageSpace(new MetricOptions { Statistic = "Minimum", Period = FiveMinutes });
        var givenUp = messages.GivenUp.MetricApproximateNumberOfMessagesVisible(new MetricOptions { Statistic = "Maximum", Period = FiveMinutes });
        // Each task says every minute how many it has.
        var sockets = Own("mdreader.connections", "Sum", Minute);
        var rooms = Own("mdreader.rooms", "Sum", Minute);
        var acknowledged = Own("mdreader.acknowledgement.duration", "p99");
        var refused = Own("mdreader.updates.refused", "Sum");
        var revocation = Own("mdreader.announcement.lag", "Maximum");

        var backups = app.Log.AddMetricFilter("Backups", new MetricFilterOptions
        {
            FilterPattern = FilterPattern.Literal(BackupMade),
            MetricNamespace = Namespace,
            MetricName = "mdreader.backups",
        }).Metric(new MetricOptions { Statistic = "Sum", Period = SixHours });

        Alarm("requests", requests, "More is asked than the largest number of tasks is reckoned to answer", over: Size.MostTasks * Size.RequestsPerTask * 300);
        Alarm("error-rate", errorRate, "More than 5 % of requests fail", over: 5);
        Alarm("latency", latency, "One request in a hundred takes more than 2 s", over: 2);
        Alarm("no-healthy-task", healthy, "Nobody answers", below: 1, missing: TreatMissingData.BREACHING);
        Alarm("task-cpu", taskCpu, "Tasks are busy and more of them don't help", over: 80, times: 3);
        Alarm("task-memory", taskMemory, "Tasks are near their memory's end", over: 85);
        Alarm("database-cpu", databaseCpu, "The database is busy", over: 80, times: 3);
        // CloudWatch isn't told how large the disk has grown: 80 % of the first 20 GB, and later the end of what it may grow to.
        Alarm("database-disk", freeBytes, $"The database's disk has less than {Size.LeastFreeGigabytes} GB left", below: Size.LeastFreeGigabytes * 1024.0 * 1024 * 1024);
        Alarm("cache-memory", CacheMetric(cache, "DatabaseMemoryUsagePercentage", "Maximum"), "Valkey is nearly full", over: 80);
        Alarm("given-up", givenUp, "A message was tried five times and given up", over: 0);
        Alarm("backups", backups, $"There is no backup of the last {HoursWithoutBackup} hours that could be restored", below: 1,
            times: HoursWithoutBackup / 6, missing: TreatMissingData.BREACHING);
        Alarm("connections", sockets, "The largest number of tasks will soon have all the people it is reckoned to carry",
            over: 0.8 * Size.MostTasks * Size.PeoplePerTask);
        Alarm("rooms", rooms, "More documents are open than the largest number of tasks is reckoned to hold", over: Size.MostTasks * Size.RoomsPerTask);
        Alarm("acknowledgements", acknowledged, "What people type is saved late", over: 1);
        Alarm("refused-updates", refused, "Many messages cost their sender the connection", over: 100);
        Alarm("revocations", revocation, "A right that was taken away worked on for more than a second", over: 1);

        _ = new Dashboard(this, "Dashboard", new DashboardProps
        {
            DashboardName = Stack.Of(this).StackName,
            Widgets =
            [
                [Graph("Requests", requests), Graph("Errors", errors), Graph("Latency, p99", latency)],
                [Graph("Tasks, %", taskCpu, taskMemory), Graph("Tasks that answer", healthy), Graph("Database, %", databaseCpu)],
                [Graph("Database connections", connections), Graph("Database, free bytes", freeBytes), Graph("Given up", givenUp)],
                [Graph("Open sockets", sockets), Graph("Documents open", rooms), Graph("Saved after, s (p99)", acknowledged)],
                [Graph("Updates refused", refused), Graph("Revocations, s", revocation)],
                [
                    Graph("Files", Stored(files, "NumberOfObjects", "AllStorageTypes")),
                    Graph("Files, bytes", [.. Kept.Select(kind => Stored(files, "BucketSizeBytes", kind))]),
                    Graph("Files, requests", Asked(files, "AllRequests"), Asked(files, "4xxErrors"), Asked(files, "5xxErrors")),
                ],
                [.. gateway is null ? [] : Graphs(gateway)],
                [new AlarmStatusWidget(new AlarmStatusWidgetProps { Title = "Alarms", Width = 24, Alarms = [.. alarms] })],
            ],
        });
    }

    void Alarm(
        string name, IMetric metric, string text, double? over = null, double? below = null, int times = 1,
        TreatMissingData missing = TreatMissingData.NOT_BREACHING)
    {
        var alarm = new Alarm(this, name, new AlarmProps
        {
            AlarmName = $"{Stack.Of(this).StackName}-{name}",
            AlarmDescription = $"{text}. What to do: docs/operations.md, \"{name}\"",
            Metric = metric,
            Threshold = over ?? below!.Value,
            ComparisonOperator = over is null ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
            EvaluationPeriods = times,
            TreatMissingData = missing,
        });
        alarm.AddAlarmAction(tell);
        alarm.AddOkAction(tell);
        alarms.Add(alarm);
    }

    static Metric Own(string name, string statistic, Duration? period = null) => new(new MetricProps
    {
        Namespace = Namespace,
        MetricName = name,
        Statistic = statistic,
        Period = period ?? FiveMinutes,
    });

    static GraphWidget[] Graphs(Gateway gateway) =>
    [
        Graph("API Gateway, requests", Of("ApiName", gateway.RestName, "Count", "Sum"), Of("ApiId", gateway.SocketId, "MessageCount", "Sum")),
        Graph("API Gateway, errors", Of("ApiName", gateway.RestName, "5XXError", "Sum"), Of("ApiId", gateway.SocketId, "IntegrationError", "Sum")),
        Graph("API Gateway, latency (p99)", Of("ApiName", gateway.RestName, "Latency", "p99"), Of("ApiId", gateway.SocketId, "IntegrationLatency", "p99")),
    ];

    static Metric Of(string dimension, string api, string name, string statistic) => new(new MetricProps
    {
        Namespace = "AWS/ApiGateway",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { [dimension] = api },
        Statistic = statistic,
        Period = FiveMinutes,
    });

    static Metric CacheMetric(Cache cache, string name, string statistic) => new(new MetricProps
    {
        Namespace = "AWS/ElastiCache",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { ["CacheClusterId"] = $"{cache.Group.Ref}-001" },
        Statistic = statistic,
        Period = FiveMinutes,
    });

    static Metric Stored(Files files, string name, string kind) => new(new MetricProps
    {
        Namespace = "AWS/S3",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { ["BucketName"] = files.Bucket.BucketName, ["StorageType"] = kind },
        Statistic = "Average",
        Period = Duration.Days(1),
        Label = kind,
    });

    static Metric Asked(Files files, string name) => new(new MetricProps
    {
        Namespace = "AWS/S3",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { ["BucketName"] = files.Bucket.BucketName, ["FilterId"] = Files.AllRequests },
        Statistic = "Sum",
        Period = FiveMinutes,
    });

    static GraphWidget Graph(string title, params IMetric[] metrics) => new(new GraphWidgetProps { Title = title, Left = metrics, Width = 8 });
}
