using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>
/// Every operation × those who have a role in one document: somebody it was shared with by e-mail, a guest by a link,
/// a member whose role there is another than in the workspace × where the thing is: there, beside it, in another workspace,
/// in the trash, gone.
/// </summary>
public sealed class OneDocumentMatrixTests : IAsyncLifetime
{
    readonly Matrix _matrix = new();
    readonly List<IDisposable> _clients = [];
    Scene _scene = null!;
    IReadOnlyList<Call> _calls = null!;

    // What is read and what is refused changes nothing; whatever else is done has a place of its own.
    Place _here = null!;
    Place _beside = null!;
    Place _elsewhere = null!;
    Place _inTrash = null!;
    Place _gone = null!;

    /// <summary>Somebody who has been let into the documents.</summary>
    /// <param name="Role">Null when it was taken from them again.</param>
    /// <param name="Enter">Lets somebody like them into one more.</param>
    sealed record Visitor(Role? Role, Asking Here, Asking InTrash, Asking Gone, Func<Place, Task<Asking>> Enter);

    public async ValueTask InitializeAsync()
    {
        _scene = await Scene.Begin();
        _calls = Call.All(await ApiDocument.Of(_scene.Server.Http));
        _here = await _scene.NewPlace();
        await _here.MakeDocument(_scene.Owner);
        (_beside, _inTrash, _gone) = (await Another(), await Another(), await Another());
        _elsewhere = new Place(_scene, await _scene.Stranger.MakeWorkspace(), _scene.Stranger);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task Who_was_invited_to_a_document_may_do_there_what_their_role_says_and_sees_nothing_else()
    {
        var visitors = new List<Visitor>();
        foreach (var role in Enum.GetValues<Role>())
        {
            visitors.Add(await Invited($"{role} of one document", role));
        }

        var person = await Somebody();
        await _here.Share(person, Role.Owner);
        await Scene.Must(_scene.Owner, "DELETE", $"{_here.Document}/permissions/{person.Id}");
        var former = new Asking("somebody whose role was taken back", person.Http);
        visitors.Add(new Visitor(null, former, former, former, _ => throw new NotSupportedException("They stay out.")));
        await Discard();
        foreach (var call in _calls)
        {
            foreach (var visitor in visitors)
            {
                switch (call.Row.Need)
                {
                    case Need.InWorkspace(_, var without):
                        var sees = visitor.Role is not null && without == Without.TheirDocuments;
                        await _matrix.Ask(sees ? Matrix.Well : 404, visitor.Here, call, _here);
                        await _matrix.Ask(404, visitor.Here, call, _elsewhere);
                        break;
                    case Need.OnDocument needed:
                        await OnDocument(call, needed, visitor);
                        break;
                    default:
                        break;
                }
            }
        }

        _matrix.ShouldHoldThroughout();
        _matrix.Asked.ShouldBeGreaterThan(_calls.Count);
    }

    [Fact]
    public async Task A_guest_may_do_in_a_document_what_the_link_says_and_nothing_else()
    {
        var visitors = new List<Visitor>();
        foreach (var role in Enum.GetValues<Role>().Where(role => role != Role.Owner))
        {
            visitors.Add(new Visitor(
                role, await Guest(_here, role), await Guest(_inTrash, role), await Guest(_gone, role), place => Guest(place, role)));
        }

        var former = await FormerGuest();
        visitors.Add(new Visitor(null, former, former, former, _ => throw new NotSupportedException("They stay out.")));
        await Discard();
        foreach (var call in _calls.Where(call => call.Row.Need is not Need.Nothing))
        {
            foreach (var visitor in visitors)
            {
                switch (call.Row)
                {
                    case { ForGuests: true, Need: Need.OnDocument needed }:
                        await OnDocument(call, needed, visitor);
                        break;
                    case var row:
                        await _matrix.Ask(row.ForGuests ? 404 : 403, visitor.Here, call, _here, row.Need is Need.Own
                            ? call.PathToNothing
                            : await _here.Fill(call.Operation.Path));
                        break;
                }
            }
        }

        _matrix.ShouldHoldThroughout();
        _matrix.Asked.ShouldBeGreaterThan(_calls.Count);
    }

    [Theory]
    [InlineData(Role.Editor, Role.Viewer, false)]
    [InlineData(Role.Editor, Role.Commenter, false)]
    [InlineData(Role.Viewer, Role.Owner, false)]
    [InlineData(Role.Editor, Role.Viewer, true)]
    [InlineData(Role.Viewer, Role.Owner, true)]
    public async Task A_members_role_in_a_document_goes_before_the_one_in_the_workspace(Role member, Role given, bool isRestricted)
    {
        var who = new Asking($"{member} who is {given} here", _scene.Members[member].Http);
        await Give(_here);
        foreach (var call in _calls)
        {
            if (call.Row.Need is Need.OnDocument(var needed, _))
            {
                var may = (call.Row.AddsToWorkspace ? member : given) >= needed && !call.Row.ForItsMaker;
                var place = _here;
                if (may && !call.IsRead)
                {
                    place = await Another();
                    await Give(place);
                }

                await _matrix.Ask(may ? Matrix.Well : 403, who, call, place);
            }
        }

        _matrix.ShouldHoldThroughout();

        async Task Give(Place place)
        {
            await Scene.Must(
                _scene.Owner, "PUT", $"{place.Document}/permissions/{_scene.Members[member].Id}", new { role = given.Word() });
            if (isRestricted)
            {
                await place.Restrict();
            }
        }
    }

    async Task OnDocument(Call call, Need.OnDocument needed, Visitor visitor)
    {
        var may = visitor.Role >= needed.Role && !call.Row.ForItsMaker && !call.Row.AddsToWorkspace;
        var (here, who) = (_here, visitor.Here);
        if (may && !call.IsRead)
        {
            here = await Another();
            who = await visitor.Enter(here);
        }

        await _matrix.Ask(visitor.Role is null ? 404 : may ? Matrix.Well : 403, who, call, here);
        await _matrix.Ask(404, visitor.Here with { Name = $"{visitor.Here.Name}, beside it" }, call, _beside);
        await _matrix.Ask(404, visitor.Here with { Name = $"{visitor.Here.Name}, elsewhere" }, call, _elsewhere);
        await _matrix.Ask(404, visitor.Gone with { Name = $"{visitor.Gone.Name}, gone" }, call, _gone);

        (here, who) = (_inTrash, visitor.InTrash);
        if (may && needed.InTrash == InTrash.Fine)
        {
            here = await Another();
            who = await visitor.Enter(here);
            await here.Delete(forGood: false);
        }

        await _matrix.Ask(
            visitor.Role is null ? 404 : needed.InTrash == InTrash.Gone ? 410 : may ? Matrix.Well : 403,
            who with { Name = $"{who.Name}, in the trash" }, call, here);
    }

    async Task<Visitor> Invited(string name, Role role)
    {
        var person = await Somebody();
        foreach (var place in new[] { _here, _inTrash, _gone })
        {
            await place.Share(person, role);
        }

        var who = new Asking(name, person.Http);
        return new Visitor(role, who, who, who, async place =>
        {
            await place.Share(person, role);
            return who;
        });
    }

    async Task<Asking> Guest(Place place, Role role) => await Opened(await place.MakeLink(role), $"a guest as {role}");

    async Task<Asking> FormerGuest()
    {
        var link = await _here.MakeLink(Role.Editor);
        var guest = await Opened(link, "a guest whose link is gone");
        await Scene.Must(_scene.Owner, "DELETE", $"/api/v1/links/{link["id"].GetString()}");
        return guest;
    }

    async Task<Asking> Opened(Answer link, string name)
    {
        var opened = await _scene.Server.Http.Ask(
            "POST", $"/api/v1/links/{link["token"].GetString()}/open", new { name = "Grace", tokenDelivery = "body" });
        var http = _scene.Server.As(opened["accessToken"].GetString()!);
        _clients.Add(http);
        return new Asking(name, http);
    }

    async Task<TestPerson> Somebody()
    {
        var person = await _scene.SomebodyNew("visitor");
        _clients.Add(person);
        return person;
    }

    // One more document in the workspace.
    async Task<Place> Another()
    {
        var place = new Place(_scene, _here.Workspace, _scene.Owner);
        await place.MakeDocument(_scene.Owner);
        return place;
    }

    // What hangs on the documents is made while they are there.
    async Task Discard()
    {
        foreach (var (place, forGood) in new[] { (_inTrash, false), (_gone, true) })
        {
            foreach (var call in _calls.Where(call => call.Row.Need is Need.OnDocument))
            {
                await place.Fill(call.Operation.Path);
            }

            await place.Delete(forGood);
        }
    }
}
