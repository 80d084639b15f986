using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Access;

/// <summary>A person as others see them.</summary>
/// <param name="Name">Null when their account is gone.</param>
/// <param name="Guest">Whether they came by a link, with a name and without an account.</param>
public sealed record Somebody(Guid Id, string? Name, bool Guest)
{
    internal static Somebody Of(Caller caller) => new(caller.UserId, caller.Name, caller.IsGuest);

    /// <summary>Who they are, whether or not they may still read what they had a part in.</summary>
    internal static async Task<Func<Guid, Somebody>> Known(
        MDReaderDb db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        var known = await db.Users.Where(user => wanted.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => new Somebody(user.Id, user.Name, user.IsGuest), cancellationToken);
        return id => known.GetValueOrDefault(id) ?? new(id, Name: null, Guest: false);
    }
}
