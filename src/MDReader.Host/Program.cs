using MDReader.Cloud;
using MDReader.Host;
using MDReader.Server;

var builder = WebApplication.CreateBuilder(args);
Settings.Apply(builder);
builder.WebHost.UseStaticWebAssets();
var app = ServerApp.Build(builder, services => services.AddCloud(builder.Configuration));

if (args is ["seed", ..])
{
    await Seed.Run(app);
    return;
}

app.UseWebClient();
await app.StartAsync();
await Greeting.Print(app);
await app.WaitForShutdownAsync();
