using Amazon.CDK;
using MDReader.Infra;

if (args is ["cost"])
{
    Console.Write(CostTable.Markdown());
    return;
}

var app = new App();
Deployment.Describe(app);
app.Synth();
