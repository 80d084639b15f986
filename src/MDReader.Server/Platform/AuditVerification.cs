using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>Where a chain stood at some time, to be kept elsewhere.</summary>
public sealed record AuditAnchor(Guid WorkspaceId, long Seq, string Hash)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{WorkspaceId} {Seq} {Hash}");

    /// <summary>Null for a line that is no anchor.</summary>
    public static AuditAnchor? Parse(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var id, var seq, var hash]
        && Guid.TryParse(id, out var workspaceId)
        && long.TryParse(seq, CultureInfo.InvariantCulture, out var number)
            ? new AuditAnchor(workspaceId, number, hash)
            : null;
}

/// <summary>What a verification came to.</summary>
/// <param name="Heads">Where each chain ends; to be kept as anchors.</param>
/// <param name="Flaws">What is wrong, in words; none where nothing is.</param>
public sealed record AuditVerdict(IReadOnlyList<AuditAnchor> Heads, IReadOnlyList<string> Flaws);

/// <summary>Walks all audit chains and says where one is broken.</summary>
public sealed class AuditVerification(Database database)
{
    const int AtOnce = 1_000;

    /// <param name="anchors">Heads of an earlier verification: each must still be in its chain.</param>
    public Task<AuditVerdict> Run(IReadOnlyList<AuditAnchor> anchors, CancellationToken cancellationToken) => database.Read(
        async (db, token) =>
        {
            var heads = await db.Set<AuditHead>().AsNoTracking().OrderBy(head => head.WorkspaceId).ToListAsync(token);
            var chains = await db.Set<AuditRow>().Select(row => row.WorkspaceId).Distinct().ToListAsync(token);
            var (verified, flaws) = (new List<AuditAnchor>(), new List<string>());
            foreach (var chain in chains.Union(heads.ConvertAll(head => head.WorkspaceId))
                .Union(anchors.Select(anchor => anchor.WorkspaceId)).Order())
            {
                var kept = anchors.Where(anchor => anchor.WorkspaceId == chain).ToDictionary(anchor => anchor.Seq);
                var head = heads.SingleOrDefault(head => head.WorkspaceId == chain);
                var (end, flaw) = await Check(db, chain, head, kept, token);
                if (flaw is null)
                {
                    verified.Add(end);
                }
                else
                {
                    flaws.Add(flaw);
                }
            }

            return new AuditVerdict(verified, flaws);
        },
        cancellationToken);

    /// <summary>One chain: where it ends, and what is wrong with it, or null.</summary>
    public Task<(AuditAnchor End, string? Flaw)> RunOne(Guid chain, CancellationToken cancellationToken) => database.Read(
        async (db, token) => await Check(
            db, chain, await db.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(head => head.WorkspaceId == chain, token), [], token),
        cancellationToken);

    static async Task<(AuditAnchor End, string? Flaw)> Check(
        MDReaderDb db, Guid chain, AuditHead? head, Dictionary<long, AuditAnchor> anchors, CancellationToken cancellationToken)
    {
        var (end, flaw) = await Walk(db, chain, anchors, cancellationToken);
        return (end, flaw ?? head switch
        {
            null => $"{chain}: the chain has no head.",
            _ when head.Seq != end.Seq => $"{chain}: the chain ends with entry {end.Seq}, and its head is {head.Seq}.",
            _ when Convert.ToHexStringLower(head.Hash) != end.Hash =>
                $"{chain}: the head's hash isn't that of entry {end.Seq}.",
            _ => null,
        });
    }

    static async Task<(AuditAnchor End, string? Flaw)> Walk(
        MDReaderDb db, Guid chain, Dictionary<long, AuditAnchor> anchors, CancellationToken cancellationToken)
    {
        var (seq, hash) = (0L, AuditChain.Beginning(chain));
        while (true)
        {
            var rows = await db.Set<AuditRow>().AsNoTracking()
                .Where(row => row.WorkspaceId == chain && row.Seq > seq)
                .OrderBy(row => row.Seq).Take(AtOnce).ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                if (row.Seq != seq + 1)
                {
                    return (End(), $"{chain}: entry {seq + 1} is missing.");
                }

                (seq, hash) = (row.Seq, AuditChain.Hash(hash, row));
                if (!CryptographicOperations.FixedTimeEquals(hash, row.Hash))
                {
                    return (End(), $"{chain}: entry {seq} isn't what was written, or doesn't follow the one before it.");
                }

                if (anchors.Remove(seq, out var anchor) && anchor.Hash != Convert.ToHexStringLower(hash))
                {
                    return (End(), $"{chain}: entry {seq} is another one than the anchor's.");
                }
            }

            if (rows.Count < AtOnce)
            {
                return (End(), anchors.Count == 0
                    ? null
                    : $"{chain}: the chain ends with entry {seq}, and an anchor was made at entry {anchors.Keys.Max()}.");
            }
        }

        AuditAnchor End() => new(chain, seq, Convert.ToHexStringLower(hash));
    }
}
