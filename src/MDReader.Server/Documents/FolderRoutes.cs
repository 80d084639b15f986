using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <param name="Name">One line.</param>
/// <param name="ParentId">A folder of the same workspace; left out, the folder stands at its top.</param>
public sealed record FolderRequest(string? Name = null, Guid? ParentId = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Checked.Line(Name, "/name", FolderEntry.LongestName);
}

/// <summary>What to change; what is left out stays.</summary>
public sealed record FolderPatch : IChecked
{
    public string? Name { get; set; }

    /// <summary>Null puts the folder at the top of the workspace.</summary>
    public Guid? ParentId
    {
        get;
        set
        {
            field = value;
            Moves = true;
        }
    }

    internal bool Moves { get; private set; }

    public IEnumerable<Flaw> Check() => Name is null ? [] : Checked.Line(Name, "/name", FolderEntry.LongestName);
}

/// <summary>A folder's name and place.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="WorkspaceId">Where it is.</param>
/// <param name="ParentId">Null at the top of the workspace.</param>
/// <param name="Name">One line.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When its name or place last changed.</param>
public sealed record FolderEntry(
    Guid Id, Guid WorkspaceId, Guid? ParentId, string Name, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public const int LongestName = 100;

    internal static FolderEntry Of(Folder folder) => new(
        folder.Id, folder.WorkspaceId, folder.ParentId, folder.Name, folder.CreatedAt, folder.UpdatedAt);
}

static class FolderRoutes
{
    public static void MapFolderRoutes(this RouteGroupBuilder api)
    {
        api.MapPost("/workspaces/{workspace:guid}/folders", Create).WithName("CreateFolder").WithMetadata(new GivesETag())
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.Invalid);

        var one = api.MapGroup("/folders/{id:guid}");
        one.MapGet("", Get).WithName("GetFolder").Refuses(Problems.NotFound, Problems.Trashed);
        one.MapPatch("", Change).WithName("ChangeFolder").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed, Problems.Invalid);
        one.MapDelete("", Delete).WithName("DeleteFolder").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed);
        one.MapPost("/restore", Restore).WithName("RestoreFolder").Refuses(
            Problems.NotFound, Problems.Forbidden, Problems.PreconditionFailed);
    }

    static Task<Results<Made<FolderEntry>, Refusal>> Create(
        Guid workspace, FolderRequest body, HttpContext context, FolderAccess access, TimeProvider time, Places places) =>
        access.InWorkspace<Made<FolderEntry>>(workspace, context, async (db, token) =>
        {
            var tree = await Places.Tree(db, workspace, token);
            if (Refuse(tree, body.ParentId, height: 1) is { } refusal)
            {
                return refusal;
            }

            var now = time.Now();
            var folder = new Folder
            {
                Id = Ids.New(time),
                WorkspaceId = workspace,
                ParentId = body.ParentId,
                Name = body.Name!.Trim(),
                Version = 0,
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.Add(folder);
            places.Changed(folder);
            context.Response.Headers.ETag = ETags.OfVersion(folder.Version);
            return Answers.Made($"{Api.Root}/v1/folders/{folder.Id}", FolderEntry.Of(folder));
        });

    static async Task<Results<Answer<FolderEntry>, NotModified, Refusal>> Get(
        Guid id, HttpContext context, Database database, FolderAccess access)
    {
        var folder = await database.Read(
            (db, token) => db.Folders.SingleOrDefaultAsync(found => found.Id == id, token), context.RequestAborted);
        if (await access.Refuse(folder, Ability.Read, Trash.Excluded, context) is { } refusal)
        {
            return refusal;
        }

        var etag = ETags.OfVersion(folder!.Version);
        context.Response.Headers.ETag = etag;
        return ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag)
            ? new NotModified()
            : Answers.With(FolderEntry.Of(folder));
    }

    static Task<Results<Answer<FolderEntry>, Refusal>> Change(
        Guid id, FolderPatch body, HttpContext context, FolderAccess access, Places places) =>
        access.Change<Answer<FolderEntry>>(id, Trash.Excluded, context, async (db, folder, token) =>
        {
            if (body.Moves)
            {
                var tree = await Places.Tree(db, folder.WorkspaceId, token);
                if ((WithinItself(tree, id, body.ParentId) ?? Refuse(tree, body.ParentId, tree.Height(id))) is { } refusal)
                {
                    return refusal;
                }

                folder.ParentId = body.ParentId;
            }

            folder.Name = body.Name?.Trim() ?? folder.Name;
            return Answer(folder, context, places);
        });

    static Task<Results<NoContent, Refusal>> Delete(Guid id, HttpContext context, FolderAccess access, Places places) =>
        access.Change<NoContent>(id, Trash.Excluded, context, async (db, folder, token) =>
        {
            await places.Trash(db, folder, Caller.Of(context)!, token);
            return TypedResults.NoContent();
        });

    /// <summary>Out of the trash, with all that its deletion took along.</summary>
    static Task<Results<Answer<FolderEntry>, Refusal>> Restore(
        Guid id, HttpContext context, FolderAccess access, Places places) =>
        access.Change<Answer<FolderEntry>>(id, Trash.Included, context, async (db, folder, token) =>
        {
            await places.Restore(db, folder, Caller.Of(context)!, token);
            context.Response.Headers.ETag = ETags.OfVersion(folder.Version);
            return Answers.With(FolderEntry.Of(folder));
        });

    static Answer<FolderEntry> Answer(Folder folder, HttpContext context, Places places)
    {
        places.Changed(folder);
        context.Response.Headers.ETag = ETags.OfVersion(folder.Version);
        return Answers.With(FolderEntry.Of(folder));
    }

    static Refusal? WithinItself(FolderTree tree, Guid folder, Guid? parentId) =>
        parentId is { } parent && tree.Has(parent) && tree.IsWithin(parent, folder)
            ? Problems.Flawed(
                [new Flaw("/parentId", "folder-within-itself", "A folder can't lie in itself; choose one outside of it.")])
            : null;

    public static Refusal? Refuse(FolderTree tree, Guid? parentId, int height)
    {
        if (parentId is { } parent && !tree.Has(parent))
        {
            return Problems.Flawed([Places.NoSuchFolder("/parentId")]);
        }

        var level = tree.Level(parentId) + height;
        return level > FolderTree.DeepestLevel
            ? Problems.Flawed([new Flaw(
                "/parentId", "too-deep", $"Folders may lie {FolderTree.DeepestLevel} deep; this would make it {level}.")])
            : null;
    }
}
