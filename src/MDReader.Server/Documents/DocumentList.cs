using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>A workspace's documents, as somebody in it may see them.</summary>
sealed class DocumentList(Database database, Authorizer authorizer, Pages pages)
{
    public async Task<(Page<DocumentEntry>? Page, Refusal? Refusal)> Read(
        Guid workspace, DocumentFilter filter, PageQuery query, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is not { } role)
        {
            return (null, WorkspaceAccess.Hidden());
        }

        var trashed = filter.Trashed ?? false;
        var list = $"documents of {workspace} in {filter.FolderId} trashed {trashed} template {filter.Template} "
            + $"tag {filter.Tag} by {filter.Sort}";
        var (start, refusal) = pages.Start(query, list, caller);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var rows = await database.Read(
            (db, token) => DocumentSorts.Page(Filtered(db, workspace, trashed, filter), filter.Sort, start)
                .Take(start.Limit + 1)
                .Select(document => new Row(document, db.Set<DocumentGrant>()
                    .FirstOrDefault(grant => grant.DocumentId == document.Id && grant.UserId == caller.UserId)))
                .ToListAsync(token),
            context.RequestAborted);
        var page = pages.Finish(
            start, rows, row => (DocumentSorts.KeyOf(row.Document, filter.Sort), row.Document.Id), context);
        return (
            new([.. page.Items.Select(row => DocumentEntry.Of(row.Document, Standing.RoleOf(role, row.Grant)!.Value))],
                page.NextCursor),
            null);
    }

    static IQueryable<Document> Filtered(MDReaderDb db, Guid workspace, bool trashed, DocumentFilter filter)
    {
        var documents = db.Documents
            .Where(document => document.WorkspaceId == workspace && document.TrashedAt != null == trashed)
            .Where(document => filter.FolderId == null || document.FolderId == filter.FolderId)
            .Where(document => filter.Template == null || document.IsTemplate == filter.Template);
        if (filter.Tag is null)
        {
            return documents;
        }

        var part = TagLine.Part(filter.Tag);
        return documents.Where(document => document.TagLine.Contains(part));
    }

    sealed record Row(Document Document, DocumentGrant? Grant);
}
