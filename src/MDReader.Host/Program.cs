using MDReader.Host;
using MDReader.Server;

var builder = WebApplication.CreateBuilder(args);
Settings.Apply(builder);
builder.WebHost.UseStaticWebAssets();
var app = ServerApp.Build(builder);

app.MapWebClient();
await app.RunAsync();
