using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Comments;

static class CommentsFileRoutes
{
    const long LargestFile = 16 * 1024 * 1024;

    public static void MapCommentsFileRoutes(this RouteGroupBuilder api)
    {
        var file = api.MapGroup("/documents/{id:guid}/comments.json");
        file.MapGet("", Export).WithName("ExportComments").OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed);
        file.MapPost("", Import).WithName("ImportComments").WithBodyLimit(LargestFile)
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.TooLarge, Problems.Invalid);
    }

    static async Task<Results<Answer<CommentsFile>, Refusal>> Export(
        Guid id, Caller caller, HttpContext context, CommentsExport export)
    {
        var (file, refusal) = await export.Make(id, caller.UserId, context.RequestAborted);
        context.Response.Headers.ContentDisposition = file is null ? default : $"attachment; filename=\"{id}.comments.json\"";
        return file is null ? refusal! : Answers.With(file);
    }

    static async Task<Results<Answer<CommentsImported>, Refusal>> Import(
        Guid id, CommentsFile body, HttpContext context, CommentsImport import)
    {
        var (imported, refusal) = await import.Take(id, body, Caller.Of(context)!.UserId, context.RequestAborted);
        return imported is null ? refusal! : Answers.With(imported);
    }
}
