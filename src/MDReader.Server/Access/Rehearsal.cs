using MDReader.Server.Platform;

namespace MDReader.Server.Access;

/// <summary>What a change would do to people, had it been made.</summary>
/// <param name="Lose">How many people would lose access.</param>
/// <param name="Gain">How many would come to have it.</param>
/// <param name="Lowered">How many would keep it, and may less.</param>
/// <param name="Raised">How many would keep it, and may more.</param>
/// <param name="Documents">In how many documents something would change.</param>
/// <param name="People">Who they are; a hundred at most.</param>
public sealed record AccessEffect(
    int Lose, int Gain, int Lowered, int Raised, int Documents, IReadOnlyList<AccessShift> People);

/// <param name="From">What they are now; null for nothing.</param>
/// <param name="To">What they would be.</param>
public sealed record AccessShift(Guid UserId, string Name, bool Guest, Role? From, Role? To);

/// <summary>
/// Makes a change, looks at whom it has touched, and takes it back. So what is shown before is what happens after: it is the
/// same code, with the same refusals, in a transaction that isn't committed.
/// </summary>
sealed class Rehearsal(Database database, Authorizer authorizer, DocumentPeople people)
{
    const int MostShown = 100;

    /// <summary>What the change does to everybody in one document; or its refusal.</summary>
    public Task<(AccessEffect? Effect, Refusal? Refusal)> InDocument(
        Guid documentId, Func<Task<IResult>> change, CancellationToken cancellationToken) =>
        Try(change, () => Everybody(documentId, cancellationToken), (before, after) =>
        {
            var shifts = before.Keys.Union(after.Keys)
                .Select(id => Shift(before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
                .Where(shift => shift.From != shift.To).ToList();
            return Of(shifts, documents: shifts.Count > 0 ? 1 : 0);
        }, cancellationToken);

    /// <summary>What the change does to one person in a workspace and its documents; or its refusal.</summary>
    public Task<(AccessEffect? Effect, Refusal? Refusal)> OfMember(
        (Guid WorkspaceId, Guid UserId) member, Func<Task<IResult>> change, CancellationToken cancellationToken) =>
        Try(change, () => Member(member, cancellationToken), (before, after) => Of(
            before.InWorkspace == after.InWorkspace
                ? []
                : [new AccessShift(member.UserId, before.Name, Guest: false, before.InWorkspace, after.InWorkspace)],
            documents: before.InDocuments.Keys.Union(after.InDocuments.Keys).Count(document =>
                Has(before.InDocuments, document) != Has(after.InDocuments, document))), cancellationToken);

    Task<(AccessEffect? Effect, Refusal? Refusal)> Try<T>(
        Func<Task<IResult>> change, Func<Task<T>> look, Func<T, T, AccessEffect> compare, CancellationToken cancellationToken) =>
        database.WriteIf<(AccessEffect?, Refusal?)>(
            async (_, _) =>
            {
                var before = await look();
                var answer = await change();
                return (answer as INestedHttpResult)?.Result is Refusal refusal
                    ? (Keep: false, (null, refusal))
                    : (Keep: false, (compare(before, await look()), null));
            },
            cancellationToken);

    async Task<Dictionary<Guid, DocumentPerson>> Everybody(Guid documentId, CancellationToken cancellationToken) =>
        await authorizer.Standing(documentId, Guid.Empty, cancellationToken) is { } standing
            ? (await people.Read(documentId, standing.WorkspaceId, (null, null, int.MaxValue), cancellationToken))
                .ToDictionary(person => person.UserId)
            : [];

    async Task<(string Name, Role? InWorkspace, IReadOnlyDictionary<Guid, Role> InDocuments)> Member(
        (Guid WorkspaceId, Guid UserId) member, CancellationToken cancellationToken) => (
        await database.Read((db, token) => DocumentPeople.Name(db, member.UserId, token), cancellationToken) ?? "",
        await authorizer.Role(member.WorkspaceId, member.UserId, cancellationToken),
        await authorizer.Roles(member.WorkspaceId, member.UserId, cancellationToken));

    static AccessShift Shift(DocumentPerson? before, DocumentPerson? after)
    {
        var who = after ?? before!;
        return new AccessShift(who.UserId, who.Name, who.Guest, before?.Role, after?.Role);
    }

    static Role? Has(IReadOnlyDictionary<Guid, Role> roles, Guid document) =>
        roles.TryGetValue(document, out var role) ? role : null;

    static AccessEffect Of(List<AccessShift> shifts, int documents) => new(
        shifts.Count(shift => shift.To is null),
        shifts.Count(shift => shift.From is null),
        shifts.Count(shift => shift.To < shift.From),
        shifts.Count(shift => shift.To > shift.From),
        documents,
        [.. shifts.Take(MostShown)]);
}
