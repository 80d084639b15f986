namespace MDReader.Host;

/// <summary>The environment variables of the README, and the configuration that each stands for.</summary>
static class Settings
{
    public const string DefaultUrls = "http://127.0.0.1:8080";

    static readonly Dictionary<string, string> Names = new()
    {
        ["MDREADER_DATA"] = "MDReader:Data",
        ["MDREADER_DATABASE"] = "MDReader:Database",
        ["MDREADER_REDIS"] = "MDReader:Redis",
        ["MDREADER_S3"] = "MDReader:S3",
        ["MDREADER_SIGNUP"] = "MDReader:Accounts:Signup",
        ["MDREADER_PUBLIC_URL"] = "MDReader:PublicUrl",
        ["MDREADER_PROXIES"] = "MDReader:Proxies",
        ["MDREADER_SMTP"] = "MDReader:Mail:Smtp",
        ["MDREADER_MAIL_FOLDER"] = "MDReader:Mail:Folder",
        ["MDREADER_DATABASE_SECRET"] = "MDReader:DatabaseSecret",
        ["MDREADER_REDIS_PASSWORD"] = "MDReader:RedisPassword",
        ["MDREADER_COGNITO"] = "MDReader:Accounts:Cognito",
        ["MDREADER_COGNITO_SECRET"] = "MDReader:Accounts:CognitoSecret",
        ["MDREADER_SES"] = "MDReader:Mail:Ses",
        ["MDREADER_SNS"] = "MDReader:Changes:Sns",
        ["MDREADER_SQS"] = "MDReader:Changes:Sqs",
        ["MDREADER_CLOUDFRONT"] = "MDReader:CloudFront",
        ["MDREADER_CLOUDFRONT_KEY"] = "MDReader:CloudFrontKey",
        ["MDREADER_GATEWAY"] = "MDReader:Gateway",
        ["MDREADER_GATEWAY_SECRET"] = "MDReader:GatewaySecret",
        ["MDREADER_METRICS"] = "MDReader:Metrics",
        ["MDREADER_BACKUPS"] = "MDReader:Backups:Folder",
        ["MDREADER_AI_URL"] = "MDReader:Assistant:Url",
        ["MDREADER_AI_KEY"] = "MDReader:Assistant:Key",
        ["MDREADER_AI_MODELS"] = "MDReader:Assistant:Models",
        ["MDREADER_PICTURES_FROM_ELSEWHERE"] = "MDReader:Pictures:FromElsewhere",
        ["MDREADER_TRASH_DAYS"] = "MDReader:Documents:TrashDays",
    };

    // Requests are not logged by ASP.NET Core: its lines hold the query, and a query may hold a token.
    static readonly Dictionary<string, string> Levels = new()
    {
        ["Default"] = "Information",
        ["Microsoft.AspNetCore"] = "Warning",
        ["Microsoft.EntityFrameworkCore"] = "Warning",
    };

    public static void Apply(WebApplicationBuilder builder)
    {
        foreach (var (variable, key) in Names)
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
                builder.Configuration[key] = value;
        builder.WebHost.UseUrls(Environment.GetEnvironmentVariable("MDREADER_URLS") ?? DefaultUrls);
        // What arrives is read where the thread pool was told of it, without another turn of its queue.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        // Else a host that wasn't published looks on the disk, at each request, whether its path is a file of the client.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        foreach (var (category, level) in Levels)
            builder.Configuration[$"Logging:LogLevel:{category}"] ??= level;
        if (LogsJson(builder.Environment))
            builder.Logging.ClearProviders().AddJsonConsole(format =>
            {
                format.UseUtcTimestamp = true;
                format.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                format.IncludeScopes = false;
            });
    }

    /// <summary>In Production each line on standard output is a JSON object, for whatever collects them; a person at a
    /// terminal reads text.</summary>
    public static bool LogsJson(IHostEnvironment environment) => environment.IsProduction() && (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true");
}
