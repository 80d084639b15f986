using MDReader.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cloud.Tests;

/// <summary>A task on ECS is told by a variable where the keys of its role are, and asks there.</summary>
public sealed class TaskRoleTests
{
    const string SecretKey = "the-roles-secret";
    const string SessionToken = "the-roles-token";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_is_asked_of_AWS_is_signed_with_the_keys_of_the_tasks_role()
    {
        var asked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var aws = builder.Build();
        aws.MapGet("/v2/credentials/role", () => Results.Json(new Dictionary<string, object>
        {
            ["AccessKeyId"] = "ASIAROLE",
            ["SecretAccessKey"] = SecretKey,
            ["Token"] = SessionToken,
            ["Expiration"] = TimeProvider.System.GetUtcNow().AddHours(6).ToString("yyyy-MM-ddTHH:mm:ssZ"),
        }));
        aws.MapPost("/", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            asked.TrySetResult(AwsSignature.Holds(request, body.ToArray(), "sqs", SecretKey)
                && request.Headers.Authorization.ToString().Contains("Credential=ASIAROLE/")
                && request.Headers["X-Amz-Security-Token"] == SessionToken);
            return Results.Json(new { });
        });
        await aws.StartAsync();
        var address = aws.Urls.Single();

        var folder = Directory.CreateTempSubdirectory("mdreader-role-");
        using var reader = HostProcess.Begin(
            folder.FullName,
            new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL_SQS"] = address,
                ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{address}/v2/credentials/role",
                // Those of this process, which other tests need.
                ["AWS_ACCESS_KEY_ID"] = "",
                ["AWS_SECRET_ACCESS_KEY"] = "",
            },
            "changes", $"{address}/1/work", "cat");
        try
        {
            (await asked.Task.WaitAsync(Patience)).ShouldBeTrue();
        }
        finally
        {
            reader.Kill();
            await reader.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }
}
