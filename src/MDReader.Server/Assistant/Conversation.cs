using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Assistant;

/// <summary>One request to a model, from what may be asked to what was used.</summary>
sealed class Conversation(
    ModelProvider provider, AnswerStream stream, Budgets budgets, IOptions<AssistantOptions> options)
{
    /// <summary>Writes the answer; or says why there is none.</summary>
    public async Task<Refusal?> Answer(ChatRequest asked, Guid? workspace, HttpContext context)
    {
        var settings = options.Value;
        if (asked.PromptBytes is var bytes && bytes > settings.PromptBytes)
        {
            return Problems.TooLarge.Because($"Shorten the messages to {settings.PromptBytes} bytes together (now {bytes}).");
        }

        var model = asked.Model ?? settings.ModelNames[0];
        if (!settings.ModelNames.Contains(model))
        {
            return Problems.Flawed([new Flaw("/model", "unknown-model", $"Choose one of GET {Api.Root}/v1/ai/models.")]);
        }

        var longest = Math.Min(asked.MaxTokens ?? asked.MaxCompletionTokens ?? settings.AnswerTokens, settings.AnswerTokens);
        var prompt = TokenCount.Guess(bytes);
        var cancellation = context.RequestAborted;
        var (reserved, over) = await budgets.Reserve(
            Caller.Of(context)!.UserId, workspace, new TokenCount(prompt, longest), cancellation);
        if (reserved is null)
        {
            return over;
        }

        // Once it is sent the provider may read it, whoever stops listening.
        var used = new TokenCount(prompt, 0);
        try
        {
            var tellUsage = asked.StreamOptions?.IncludeUsage == true;
            var (answer, refusal) = await provider.Ask(
                asked with
                {
                    Model = model,
                    MaxTokens = asked.MaxCompletionTokens is null ? longest : null,
                    MaxCompletionTokens = asked.MaxCompletionTokens is null ? null : longest,
                    StreamOptions = asked.Stream == true ? new ChatStreamOptions(IncludeUsage: true) : null,
                },
                cancellation);
            if (answer is null)
            {
                used = refusal!.Type == Problems.AssistantSlow ? used : default;
                return refusal;
            }

            using (answer)
            {
                if (asked.Stream == true)
                {
                    used = await stream.Pass(answer, context, prompt, tellUsage, cancellation);
                    return null;
                }

                var (json, unreadable) = await provider.Read(answer, cancellation);
                if (json is not { } whole)
                {
                    return unreadable;
                }

                used = TokenCount.Read(whole) ?? new(prompt, TokenCount.Guess(whole.GetRawText().Length));
                await Answers.Send(context, StatusCodes.Status200OK, whole);
                return null;
            }
        }
        finally
        {
            await budgets.Settle(reserved, used);
        }
    }
}
