using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

public sealed record HealthAnswer(string Status);

static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTags("Operations");
        // For probes that know only one address.
        health.MapGet("", Ready).ExcludeFromDescription();
        health.MapGet("/live", () => Answers.With(new HealthAnswer("ok"))).WithName("IsLive");
        health.MapGet("/ready", Ready).WithName("IsReady").Refuses(Problems.Unavailable);
    }

    // Longer than any healthy database takes, shorter than those who ask wait.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether requests should come here: the database answers, and the server is not about to stop. Without the
    /// other processes it is degraded: they hear of each other later, through the database.</summary>
    static async Task<Results<Answer<HealthAnswer>, Refusal>> Ready(
        Database database,
        IRelay relay,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILogger<Database> log,
        CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Problems.Unavailable.Because("The server is stopping; ask another one.");
        }

        try
        {
            await database.Read((db, token) => db.Set<InstanceSecret>().AnyAsync(token), cancellationToken)
                .WaitAsync(Patience, time, cancellationToken);
            return Answers.With(new HealthAnswer(relay.IsUp ? "ok" : "degraded"));
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or TimeoutException)
        {
            log.LogError(failure, "The database does not answer.");
            return Problems.Unavailable.Because("The database does not answer; see the server's log.");
        }
    }
}
