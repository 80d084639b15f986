using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Assistant;

/// <summary>Tokens that were set aside for one request.</summary>
sealed record Reservation(Guid PersonId, Guid? WorkspaceId, int Day, TokenCount Tokens);

/// <summary>How much of the day's tokens is left, over all processes: it is counted in the database.</summary>
sealed class Budgets(Database database, TimeProvider time, IOptions<AssistantOptions> options)
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How long a day's figures are kept.</summary>
    const int KeptDays = 400;

    /// <summary>Sets aside what the request may use at most; or says when there is more.</summary>
    public Task<(Reservation? Reserved, Refusal? Refusal)> Reserve(
        Guid personId, Guid? workspaceId, TokenCount most, CancellationToken cancellationToken) =>
        database.Write<(Reservation?, Refusal?)>(
            async (db, token) =>
            {
                var limits = options.Value;
                var over = await Over(db, personId, most, limits.TokensPerPerson, "You have", token);
                if (over is null && workspaceId is { } workspace)
                {
                    over = await Over(db, workspace, most, limits.TokensPerWorkspace, "The workspace has", token);
                }

                if (over is not null)
                {
                    return (null, over);
                }

                var reservation = new Reservation(personId, workspaceId, Today, most);
                await Add(db, reservation, requests: 1, most, token);
                return (reservation, null);
            },
            cancellationToken);

    /// <summary>Puts right what was set aside by what was used.</summary>
    public Task Settle(Reservation reserved, TokenCount used) => database.Write(
        (db, token) => Add(
            db, reserved, requests: 0,
            new(used.Prompt - reserved.Tokens.Prompt, used.Completion - reserved.Tokens.Completion), token),
        CancellationToken.None);

    public Task<AssistantUsage> Used(Guid ownerId, CancellationToken cancellationToken) =>
        database.Read((db, token) => Used(db, ownerId, token), cancellationToken);

    public DateTimeOffset ResetsAt => new(time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    int Today => DayNumber(time.GetUtcNow());

    /// <summary>As <see cref="AssistantUsage.Day"/> counts.</summary>
    public static int DayNumber(DateTimeOffset at) => (at.UtcDateTime.Year * 10_000) + (at.UtcDateTime.Month * 100) + at.UtcDateTime.Day;

    async Task<AssistantUsage> Used(MDReaderDb db, Guid ownerId, CancellationToken cancellationToken)
    {
        var today = Today;
        return await db.AssistantUsages.AsNoTracking()
                .SingleOrDefaultAsync(usage => usage.OwnerId == ownerId && usage.Day == today, cancellationToken)
            ?? new AssistantUsage { OwnerId = ownerId, Day = today, Requests = 0, PromptTokens = 0, CompletionTokens = 0 };
    }

    async Task<Refusal?> Over(
        MDReaderDb db, Guid ownerId, TokenCount most, long budget, string whose, CancellationToken cancellationToken)
    {
        var used = await Used(db, ownerId, cancellationToken);
        var total = used.PromptTokens + used.CompletionTokens;
        return total + most.Total <= budget
            ? null
            : Problems.AssistantBudget
                .Because($"{whose} used {total} of {budget} tokens today and this request may need {most.Total}; there are more at {ResetsAt:u}.")
                .With("resetsAt", ResetsAt)
                .Until(new(new("ai-tokens", budget, Day), Allowed: false, Math.Max(0, budget - total), ResetsAt - time.GetUtcNow()));
    }

    async Task Add(
        MDReaderDb db, Reservation reservation, long requests, TokenCount tokens, CancellationToken cancellationToken)
    {
        foreach (var owner in new[] { reservation.PersonId, reservation.WorkspaceId }.OfType<Guid>())
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                insert into assistant_usage (owner_id, day, requests, prompt_tokens, completion_tokens)
                values ({0}, {1}, {2}, {3}, {4})
                on conflict (owner_id, day) do update set
                  requests = assistant_usage.requests + excluded.requests,
                  prompt_tokens = assistant_usage.prompt_tokens + excluded.prompt_tokens,
                  completion_tokens = assistant_usage.completion_tokens + excluded.completion_tokens
                """,
                [database.Stored(owner), reservation.Day, requests, tokens.Prompt, tokens.Completion],
                cancellationToken);
        }

        var oldest = DayNumber(time.GetUtcNow().AddDays(-KeptDays));
        await db.AssistantUsages.Where(usage => usage.Day < oldest).ExecuteDeleteAsync(cancellationToken);
    }
}
