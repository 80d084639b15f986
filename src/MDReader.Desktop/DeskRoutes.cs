using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace MDReader.Desktop;

/// <summary>What the page asks of this computer, besides the API.</summary>
static class DeskRoutes
{
    /// <summary>The longest text of a document, each line ended as Windows does.</summary>
    const int LargestFile = 5 * 1024 * 1024;

    const string UsedUp = "This address was good once. Start MDReader again for another.";

    public static void MapDesk(this WebApplication app, Desk desk, Door door, IWindow window)
    {
        var routes = app.MapGroup("/desk").ExcludeFromDescription();
        routes.MapGet("/enter", Results<RedirectHttpResult, ContentHttpResult> (string entry, string? file, string? folder, HttpResponse response) =>
            !door.Enter(response, entry) ? TypedResults.Text(UsedUp, statusCode: StatusCodes.Status403Forbidden)
            : file is not null ? TypedResults.Redirect($"/open?file={Uri.EscapeDataString(file)}")
            : folder is not null ? TypedResults.Redirect($"/open?folder={Uri.EscapeDataString(folder)}")
            : TypedResults.Redirect("/"));
        routes.MapGet("/file", Results<PhysicalFileHttpResult, NotFound> (string path, HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-store";
            return desk.FindFile(path) is { } file
                ? TypedResults.PhysicalFile(file, "application/octet-stream")
                : TypedResults.NotFound();
        });
        routes.MapPut("/file", async Task<Results<NoContent, NotFound>> (string path, HttpRequest request, CancellationToken cancellationToken) =>
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content, cancellationToken);
            if (desk.FindFile(path) is not { } file)
                return TypedResults.NotFound();
            FileText.Replace(file, content.GetBuffer().AsSpan(0, (int)content.Length));
            return TypedResults.NoContent();
        }).WithMetadata(new RequestSizeLimitAttribute(LargestFile));
        routes.MapGet("/folder", Results<Ok<IReadOnlyList<DeskEntry>>, NotFound> (string path) =>
            desk.FindFolder(path) is { } folder
                ? TypedResults.Ok<IReadOnlyList<DeskEntry>>([.. Desk.MarkdownIn(folder).Select(file => new DeskEntry(
                    file.Replace(Path.DirectorySeparatorChar, '/'), Path.Combine(folder, file)))])
                : TypedResults.NotFound());
        routes.MapPost("/choose", async Task<Ok<IReadOnlyList<DeskEntry>>> (Choice choice) =>
            TypedResults.Ok<IReadOnlyList<DeskEntry>>(
                [.. (await window.Choose(choice)).Select(desk.Allow).Select(path => new DeskEntry(Path.GetFileName(path), path))]));
    }

    /// <param name="Name">What the person sees: a name, or a path from an opened folder with slashes.</param>
    /// <param name="Path">How to ask for it.</param>
    sealed record DeskEntry(string Name, string Path);
}
