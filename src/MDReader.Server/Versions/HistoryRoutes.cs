using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Versions;

/// <summary>What differs between two versions, word by word. Positions are UTF-16 code units of the texts with LF line
/// ends.</summary>
/// <param name="From">The ETag of the older one.</param>
/// <param name="To">The ETag of the newer one.</param>
/// <param name="Inserted">UTF-16 code units that came.</param>
/// <param name="Deleted">UTF-16 code units that went.</param>
/// <param name="Hunks">In the order of the text.</param>
public sealed record VersionDiff(string From, string To, int Inserted, int Deleted, IReadOnlyList<DiffHunk> Hunks);

/// <summary>A place where they differ.</summary>
/// <param name="FromStart">In the older text.</param>
/// <param name="FromEnd">Behind the last unit that went.</param>
/// <param name="ToStart">In the newer text.</param>
/// <param name="ToEnd">Behind the last unit that came.</param>
/// <param name="Deleted">What stood there.</param>
/// <param name="Inserted">What stands there.</param>
public sealed record DiffHunk(int FromStart, int FromEnd, int ToStart, int ToEnd, string Deleted, string Inserted);

/// <summary>Characters that one person wrote by one road, within a minute.</summary>
/// <param name="Start">UTF-16 code units of the text with LF line ends.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Actor">The account; null where history doesn't reach back that far.</param>
/// <param name="At">When; of several edits the last.</param>
/// <param name="Via">What they worked by; null in the app.</param>
public sealed record BlameRun(int Start, int End, Guid? Actor, DateTimeOffset? At, ViaEntry? Via);

/// <summary>Who wrote what.</summary>
/// <param name="Etag">Of the text that is told about.</param>
/// <param name="Runs">One after another, from the start of the text to its end.</param>
/// <param name="People">Each actor once, as others see them.</param>
public sealed record TextBlame(string Etag, IReadOnlyList<BlameRun> Runs, IReadOnlyList<Somebody> People);

static class HistoryRoutes
{
    public static void MapHistoryRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/documents/{id:guid}/diff", Diff).WithName("DiffVersions").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.BadRequest);
        api.MapGet("/documents/{id:guid}/blame", Tell).WithName("ReadBlame").OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed);
    }

    /// <summary>Each of the two is a version's id or ETag; without <c>to</c>, the present text.</summary>
    static async Task<Results<Answer<VersionDiff>, Refusal>> Diff(
        Guid id, string? from, string? to, Caller caller, ContentReading reading, CancellationToken cancellation)
    {
        if (from is null)
        {
            return Problems.BadRequest.Because("Send ?from= with the id or the ETag of a version.");
        }

        var (old, refusal) = await reading.Read(id, from, caller, cancellation);
        if (old is null)
        {
            return refusal!;
        }

        var (@new, refused) = await reading.Read(id, to, caller, cancellation);
        return @new is null ? refused! : Answers.With(Compare(old, @new));
    }

    static VersionDiff Compare(Content from, Content to)
    {
        var hunks = new List<DiffHunk>();
        var shift = 0;
        foreach (var change in TextDiff.Between(from.File.Text, to.File.Text).Reverse())
        {
            var start = change.Start + shift;
            hunks.Add(new DiffHunk(
                change.Start, change.End, start, start + change.Inserted.Length,
                from.File.Text.Substring(change.Start, change.Length), change.Inserted));
            shift += change.Inserted.Length - change.Length;
        }

        return new VersionDiff(
            from.Etag, to.Etag, hunks.Sum(hunk => hunk.Inserted.Length), hunks.Sum(hunk => hunk.Deleted.Length), hunks);
    }

    static async Task<Results<Answer<TextBlame>, Refusal>> Tell(
        Guid id, Caller caller, ContentReading reading, History history, NewClientId newClientId, Database database,
        CancellationToken cancellation)
    {
        var (now, refusal) = await reading.Read(id, version: null, caller, cancellation);
        if (now is null)
        {
            return refusal!;
        }

        var runs = Blame.Of(await history.Whole(id, now.Seq), newClientId());
        var actors = runs.Select(run => run.Actor).OfType<Guid>().Distinct().ToList();
        var (who, via) = await database.Read(
            async (db, token) => (
                await Somebody.Known(db, actors, token),
                await ViaEntry.Known(db, runs.Select(run => run.Via).Distinct(), token)),
            cancellation);
        return Answers.With(new TextBlame(
            now.Etag,
            [.. runs.Select(run => new BlameRun(run.Start, run.End, run.Actor, run.At, via(run.Via)))],
            actors.ConvertAll(actor => who(actor))));
    }
}
