using MDReader.Server.Platform;
using MDReader.Server.Suggestions;

namespace MDReader.Server.Agents;

/// <summary>Suggestions as agents make them: the same checks and limits as over REST.</summary>
sealed class Proposing(NewSuggestion suggestions, SuggestionDesk desk)
{
    public async Task<(SuggestionEntry? Suggestion, Refusal? Refusal)> Make(Guid document, SuggestionRequest request, HttpContext context)
    {
        if (request.Check().ToList() is { Count: > 0 } flaws)
        {
            return (null, Problems.Flawed(flaws));
        }

        if (await desk.TooMany(context) is { } limited)
        {
            return (null, limited);
        }

        var (made, refusal) = await suggestions.Make(document, request, context);
        return made is null
            ? (null, refusal)
            : ((await desk.Reading.Describe(document, [made], context.RequestAborted)).Single(), null);
    }
}
