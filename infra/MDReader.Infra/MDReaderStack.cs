using Amazon.CDK;
using Constructs;

namespace MDReader.Infra;

/// <summary>The table of contents: every part of a deployment, and what each is given.</summary>
sealed class MDReaderStack : Stack
{
    public MDReaderStack(Construct scope, string id, Size size, Settings settings, StackProps props)
        : base(scope, id, props)
    {
        Amazon.CDK.Tags.Of(this).Add("project", "mdreader");

        var network = new Network(this, size);
        var keys = new Keys(this, settings);
        var database = new Database(this, network, size);
        var cache = new Cache(this, network, size);
        var files = new Files(this, settings);
        var messages = new Messages(this, settings);
        var people = new People(this, settings);
        var image = new Image(this);
        var app = new Application(this, new ApplicationParts(network, database, cache, files, messages, people, keys, image), size, settings);
        _ = new Edge(this, app, files, keys, settings);
        var gateway = settings.Gateway ? new Gateway(this, network, app, settings) : null;
        _ = new Nightly(this, network, database, app);
        _ = new Delivery(this, app, database, image, settings);
        _ = new Watch(this, app, database, cache, files, messages, gateway);
    }
}
