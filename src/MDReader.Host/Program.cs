using MDReader.Cloud;
using MDReader.Host;
using MDReader.Server;
using MDReader.Server.Platform;
using MDReader.Server.Versions;

if (args is ["health"])
    return await HealthCheck.Ask(Environment.GetEnvironmentVariable("MDREADER_URLS"));

// A change of the settings asks for a start anyway; watching them means watching every file below the working directory.
var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
Settings.Apply(builder);
builder.WebHost.UseStaticWebAssets();
var app = ServerApp.Build(builder, services => services.AddCloud(builder.Configuration));

if (args is ["seed", ..])
{
    await Seed.Run(app);
    return 0;
}

if (args is ["migrate"])
{
    await app.Services.GetRequiredService<Database>().Migrate(CancellationToken.None);
    return 0;
}

if (args is ["restored"])
{
    var services = app.Services;
    await services.GetRequiredService<Database>().Migrate(CancellationToken.None);
    await services.GetRequiredService<RestoredBackup>().BeginNewEpochs(CancellationToken.None);
    return 0;
}

if (args is ["audit", "verify", ..])
    return await AuditCheck.Run(app, args[2..]);
if (args is ["backup" or "restore", ..])
    return await BackupVerbs.Run(app, args);

if (args is ["changes", var queue, var program, .. var arguments])
    return await ChangesVerb.Run(app, queue, program, arguments);

app.MapCloud();
app.UseWebClient();
await app.StartAsync();
await Greeting.Print(app);
await app.WaitForShutdownAsync();
return 0;
