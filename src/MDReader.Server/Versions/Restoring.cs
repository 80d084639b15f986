using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Versions;

/// <summary>
/// Makes a text what it was. Under an idempotency key the edit is made at the version that the request began at, and that
/// one is kept before: sent again after a server ended in the middle, it is the same edit once more, and what others have
/// written meanwhile stays. A request that names the version it may be written over needs none of this.
/// </summary>
sealed class Restoring(Rooms rooms, ContentWriting writing, Idempotency idempotency)
{
    public async Task<WriteOutcome?> Write(Guid documentId, Wish wanted, HttpContext context)
    {
        var (ifMatch, cancellation) = (context.Request.Headers.IfMatch, context.RequestAborted);
        if (context.Features.Get<KeyedRequest>() is not { } request || ETags.First(ifMatch) is not null)
        {
            return await writing.Write(documentId, wanted, now => ETags.Allows(ifMatch, now), cancellation);
        }

        if (await rooms.Read(documentId, cancellation) is not { } now)
        {
            return new WriteOutcome.NotThere();
        }

        var began = await idempotency.BeginAt(request, now.Etag, cancellation);
        return await writing.WriteSince(documentId, wanted, (began, new WriteKey($"restore {request.Key}")), cancellation);
    }
}
