using MDReader.Server.Comments;
using MDReader.Server.Platform;

namespace MDReader.Server.Agents;

/// <summary>Threads as agents use them: the same checks of what is sent, and the same answers, as over REST.</summary>
sealed class Commenting(
    NewComment comments, ThreadList threads, CommentChange changes, AnchorReading anchors, Threads described, TimeProvider time)
{
    const int Most = 200;

    public async Task<(ThreadEntry? Thread, Refusal? Refusal)> Begin(Guid document, ThreadRequest request, HttpContext context) =>
        Flawed(request) is { } refusal ? (null, refusal) : await comments.Begin(document, request, context);

    /// <inheritdoc cref="NewComment.Answer"/>
    public async Task<(CommentEntry? Comment, ThreadEntry? Thread, Refusal? Refusal)> Answer(
        Guid thread, CommentRequest request, HttpContext context) =>
        Flawed(request) is { } refusal ? (null, null, refusal) : await comments.Answer(thread, request, context);

    public async Task<(IReadOnlyList<ThreadEntry>? Threads, Refusal? Refusal)> List(Guid document, string? status, HttpContext context) =>
        await threads.Read(document, new ThreadFilter { Status = status }, new PageQuery { Limit = Most }, context)
            is var (page, refusal) && page is not null
            ? (page.Items, null)
            : (null, refusal);

    public async Task<(ThreadEntry? Thread, Refusal? Refusal)> Resolve(Guid thread, HttpContext context)
    {
        var answer = await ThreadRoutes.Change(thread, new ThreadChange(ThreadEntry.Resolved), context, changes, anchors, described, time);
        return answer.Result is Answer<ThreadEntry> { Value: { } resolved }
            ? (resolved, null)
            : (null, (Refusal)answer.Result);
    }

    static Refusal? Flawed(IChecked body) => body.Check().ToList() is { Count: > 0 } flaws ? Problems.Flawed(flaws) : null;
}
