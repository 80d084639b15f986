using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Search;
using MDReader.Server.Versions;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Mentions;

/// <summary>
/// Tells people that a text mentions them, once its writers pause: whoever is mentioned more often than before is told,
/// and by whom, which the log knows. What is cut and pasted again within minutes is no news.
/// </summary>
sealed class TextMentions(Database database, History history, NewClientId newClientId, Notices notices, TimeProvider time)
    : ITextReader
{
    const int LongestLine = 300;
    static readonly TimeSpan NoNewsFor = TimeSpan.FromMinutes(10);

    public async Task Read(Document document, Content content, CancellationToken cancellationToken)
    {
        var text = content.File.Text;
        var places = MentionedPlaces.In(text).ToLookup(place => place.UserId, place => place.Start);
        var before = await Known(document.Id, cancellationToken);
        await Forget(before.Values.Where(known => places[known.UserId].Count() < known.Count), places, cancellationToken);

        var more = places.Where(starts => starts.Count() > (before.GetValueOrDefault(starts.Key)?.Count ?? 0)).ToList();
        var people = await Those(more.ConvertAll(starts => starts.Key), cancellationToken);
        more = [.. more.Where(starts => people.Contains(starts.Key)).Take(MentionText.Most)];
        if (more.Count == 0)
        {
            return;
        }

        var runs = Blame.Of(await history.Whole(document.Id, content.Seq), newClientId());
        foreach (var starts in more)
        {
            var newest = starts.Select(start => (Start: start, Run: RunAt(runs, start))).MaxBy(place => place.Run?.At);
            var mention = new TextMention
            {
                DocumentId = document.Id,
                UserId = starts.Key,
                Count = starts.Count(),
                Line = LineAt(text, newest.Start),
                ToldAt = time.Now(),
            };
            await Tell(document, mention, before.GetValueOrDefault(starts.Key), newest.Run?.Actor, cancellationToken);
        }
    }

    Task<Dictionary<Guid, TextMention>> Known(Guid document, CancellationToken cancellationToken) => database.Read(
        (db, token) => db.TextMentions.AsNoTracking().Where(mention => mention.DocumentId == document)
            .ToDictionaryAsync(mention => mention.UserId, token),
        cancellationToken);

    // Should it come back, it is a mention again.
    async Task Forget(IEnumerable<TextMention> fewer, ILookup<Guid, int> places, CancellationToken cancellationToken)
    {
        foreach (var known in fewer)
        {
            var left = places[known.UserId].Count();
            await database.Write(
                (db, token) => Row(db, known).ExecuteUpdateAsync(row => row.SetProperty(mention => mention.Count, left), token),
                cancellationToken);
        }
    }

    async Task<HashSet<Guid>> Those(List<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await database.Read(
            (db, token) => db.Users.Where(user => ids.Contains(user.Id) && user.DeletedAt == null && !user.IsGuest)
                .Select(user => user.Id).ToHashSetAsync(token),
            cancellationToken);

    // Another process may have read the same text: the first one tells.
    Task Tell(
        Document document, TextMention mention, TextMention? before, Guid? actor, CancellationToken cancellationToken) =>
        database.Write(
            async (db, token) =>
            {
                var isNews = before is null || mention.ToldAt - before.ToldAt >= NoNewsFor;
                if (before is null)
                {
                    db.Add(mention);
                    await db.SaveChangesAsync(token);
                }
                else if (await Row(db, before).ExecuteUpdateAsync(
                    row => row
                        .SetProperty(known => known.Count, mention.Count)
                        .SetProperty(known => known.Line, mention.Line)
                        .SetProperty(known => known.ToldAt, isNews ? mention.ToldAt : before.ToldAt),
                    token) == 0)
                {
                    return;
                }

                if (isNews)
                {
                    await notices.Tell(
                        $"text {document.Id} {mention.ToldAt:O}",
                        new Notice(NoticeEvent.Mention, mention.UserId, actor, document.WorkspaceId) { DocumentId = document.Id },
                        token);
                }
            },
            cancellationToken);

    static IQueryable<TextMention> Row(MDReaderDb db, TextMention known) => db.TextMentions.Where(
        mention => mention.DocumentId == known.DocumentId && mention.UserId == known.UserId && mention.Count == known.Count);

    // In order, and without gaps.
    static WrittenRun? RunAt(IReadOnlyList<WrittenRun> runs, int at) => runs.FirstOrDefault(run => at < run.End);

    static string LineAt(string text, int at)
    {
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at);
        // Of a very long line what stands around the mention.
        start = Math.Max(start, at - (LongestLine / 2));
        return text[start..(end < 0 ? text.Length : end)].CutTo(LongestLine).Trim();
    }
}
