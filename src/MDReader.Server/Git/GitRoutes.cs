using System.IO.Compression;
using MDReader.Server.Collaboration;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Git;

/// <summary>A workspace's texts for <c>git clone</c> and <c>git fetch</c>, by git's smart HTTP. Nothing can be pushed.</summary>
sealed class GitRoutes(Chronicle chronicle, GitDoor door, ContentReading reading, IOptions<GitOptions> options) : IDisposable
{
    const int LongestRequest = 4 * 1024 * 1024;

    // A pack of a long history is hard work; others wait.
    readonly SemaphoreSlim _packs = new(1, 1);

    /// <summary>What git asks first.</summary>
    public async Task Advertise(Guid workspace, HttpContext context)
    {
        if (await door.Admit(workspace, context) is not { } user)
        {
            return;
        }

        if (context.Request.Query["service"] != "git-upload-pack")
        {
            await GitDoor.Say(context, StatusCodes.Status403Forbidden, "This repository can only be cloned and fetched.");
            return;
        }

        var writer = Answer(context, "advertisement");
        if (IsVersion2(context))
        {
            await UploadPack.Greet(writer);
        }
        else
        {
            await UploadPack.ListAndGreet(writer, await Tip(workspace, user, context.RequestAborted));
        }
    }

    /// <summary>Everything else that git asks.</summary>
    public async Task Serve(Guid workspace, HttpContext context)
    {
        if (await door.Admit(workspace, context) is not { } user)
        {
            return;
        }

        var writer = Answer(context, "result");
        try
        {
            var lines = PacketLine.Read(await Body(context));
            if (!IsVersion2(context))
            {
                var asked = lines.Where(line => line.Kind == PacketKind.Text).Select(line => line.Text).ToList();
                await SendOld(writer, UploadPack.Read(asked, alwaysInPieces: false), (workspace, user), context);
                return;
            }

            var (command, arguments) = UploadPack.ReadCommand(lines);
            switch (command)
            {
                case "ls-refs":
                    await UploadPack.List(writer, await Tip(workspace, user, context.RequestAborted), arguments);
                    break;
                case "fetch":
                    await Send(writer, UploadPack.Read(arguments, alwaysInPieces: true), (workspace, user), context);
                    break;
                default:
                    throw new GitRefusedException($"There is no command '{command}' here.");
            }
        }
        catch (GitRefusedException refused)
        {
            await writer.Refuse(refused.Message);
        }
    }

    public void Dispose() => _packs.Dispose();

    async Task Send(PacketWriter writer, Wants wants, (Guid Workspace, Guid User) whose, HttpContext context)
    {
        var (commits, ids) = await History(wants, whose, context.RequestAborted);
        var common = wants.Haves.Where(ids.ContainsKey).ToList();
        if (!wants.Done)
        {
            await writer.Line("acknowledgments");
            foreach (var have in common)
            {
                await writer.Line($"ACK {have}");
            }

            if (common.Count == 0)
            {
                await writer.Line("NAK");
                await writer.Flush();
                return;
            }

            await writer.Line("ready");
            await writer.Delimit();
        }

        await writer.Line("packfile");
        await SendPack(writer, wants, (commits, ids), context);
        await writer.Flush();
    }

    // Git before version 2 hears of the last commit that both have, once it has said all, or else that there is none.
    async Task SendOld(PacketWriter writer, Wants wants, (Guid Workspace, Guid User) whose, HttpContext context)
    {
        var (commits, ids) = await History(wants, whose, context.RequestAborted);
        var common = wants.Haves.Where(ids.ContainsKey).MaxBy(have => ids[have]);
        await writer.Line(common is null ? "NAK" : $"ACK {common}");
        if (wants.Done)
        {
            await SendPack(writer, wants, (commits, ids), context);
            if (wants.SideBand)
            {
                await writer.Flush();
            }
        }
    }

    async Task SendPack(
        PacketWriter writer, Wants wants, (IReadOnlyList<GitCommit> Commits, IReadOnlyDictionary<string, int> Ids) history, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        await _packs.WaitAsync(cancellation);
        try
        {
            var known = wants.Haves.Where(history.Ids.ContainsKey).Select(have => history.Ids[have]).DefaultIfEmpty(0).Max();
            var upTo = wants.Commits.Select(want => history.Ids[want]).DefaultIfEmpty(0).Max();
            await using var pack = await GitPack.Of(history.Commits, known, upTo, reading, options.Value.PackBytes, cancellation);
            await pack.Send(
                piece => wants.SideBand ? writer.Piece(piece) : context.Response.Body.WriteAsync(piece, cancellation).AsTask(),
                PacketWriter.LongestPiece,
                cancellation);
        }
        catch (GitRefusedException refused) when (wants.SideBand)
        {
            await writer.Fail(refused.Message);
        }
        finally
        {
            _packs.Release();
        }
    }

    async Task<string?> Tip(Guid workspace, Guid user, CancellationToken cancellationToken)
    {
        await chronicle.CatchUp(workspace, cancellationToken);
        return GitHistory.Of(await chronicle.Read(workspace, user, cancellationToken)).Select(commit => commit.Id).LastOrDefault();
    }

    /// <summary>The commits, and the number of each by its name, from 1.</summary>
    /// <exception cref="GitRefusedException">What is wanted is none of them.</exception>
    async Task<(IReadOnlyList<GitCommit> Commits, IReadOnlyDictionary<string, int> Ids)> History(
        Wants wants, (Guid Workspace, Guid User) whose, CancellationToken cancellationToken)
    {
        var commits = await chronicle.Read(whose.Workspace, whose.User, cancellationToken);
        var number = 0;
        var ids = GitHistory.Of(commits).ToDictionary(commit => commit.Id, _ => ++number);
        return wants.Commits.FirstOrDefault(want => !ids.ContainsKey(want)) is { } strange
            ? throw new GitRefusedException($"There is no commit {strange} here; fetch again.")
            : (commits, ids);
    }

    static bool IsVersion2(HttpContext context) =>
        context.Request.Headers["Git-Protocol"].ToString().Split(':').Contains("version=2");

    static PacketWriter Answer(HttpContext context, string kind)
    {
        context.Response.ContentType = $"application/x-git-upload-pack-{kind}";
        context.Response.Headers.CacheControl = "no-cache";
        return new PacketWriter(context.Response.Body, context.RequestAborted);
    }

    static async Task<byte[]> Body(HttpContext context)
    {
        await using var unpacked = context.Request.Headers.ContentEncoding == "gzip"
            ? new GZipStream(context.Request.Body, CompressionMode.Decompress)
            : context.Request.Body;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await unpacked.ReadAsync(buffer, context.RequestAborted) is var read and > 0)
            {
                body.Write(buffer, 0, read);
                if (body.Length > LongestRequest)
                {
                    throw new GitRefusedException($"A request may have {LongestRequest} bytes; clone anew.");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new GitRefusedException("The request can't be unpacked.");
        }

        return body.ToArray();
    }
}
