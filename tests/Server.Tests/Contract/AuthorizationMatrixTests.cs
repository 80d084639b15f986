using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>Every operation × every kind of caller × where the thing is: their own, another's in the same workspace,
/// kept from it, in another workspace, in the trash, gone.</summary>
public sealed class AuthorizationMatrixTests : IAsyncLifetime
{
    readonly Matrix _matrix = new();
    Scene _scene = null!;
    ApiDocument _document = null!;
    Place _shared = null!;
    Place _elsewhere = null!;

    enum Where
    {
        Own,
        SameWorkspace,
        Restricted,
        OtherWorkspace,
        Trash,
        Gone,
    }

    public async ValueTask InitializeAsync()
    {
        _scene = await Scene.Begin();
        _document = await ApiDocument.Of(_scene.Server.Http);
        _shared = await _scene.NewPlace();
        _elsewhere = new Place(_scene, await _scene.Stranger.MakeWorkspace(), _scene.Stranger);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Everybody_may_do_what_their_role_says_and_sees_nothing_else()
    {
        foreach (var call in Call.All(_document))
        {
            switch (call.Row.Need)
            {
                case Need.Account or Need.Own:
                    await NeedsToken(call);
                    break;
                case Need.InWorkspace(var role, _):
                    await NeedsToken(call);
                    await InWorkspace(call, role);
                    break;
                case Need.OnDocument needed:
                    await NeedsToken(call);
                    await OnDocument(call, needed);
                    break;
                case Need.Nothing when !call.Operation.IsPublic:
                    _matrix.Fail($"{call.Id} is said to need nothing, and the document says it does.");
                    break;
                default:
                    break;
            }
        }

        _matrix.ShouldHoldThroughout();
        _matrix.Asked.ShouldBeGreaterThan(_document.Operations.Count);
    }

    async Task NeedsToken(Call call)
    {
        if (call.Operation.IsPublic)
        {
            _matrix.Fail($"{call.Id} needs somebody, and the document says it doesn't.");
        }

        var path = call.Row.Need is Need.Own ? call.PathToNothing : await _shared.Fill(call.Operation.Path);
        using var rubbish = _scene.Server.As("rubbish");
        await _matrix.Ask(401, new("nobody", _scene.Server.Http), call, _shared, path);
        await _matrix.Ask(401, new("a rubbish token", rubbish), call, _shared, path);
    }

    async Task InWorkspace(Call call, Role needed)
    {
        var gone = await Emptied(call);
        foreach (var outsider in Outsiders())
        {
            await _matrix.Ask(404, outsider with { Name = $"{outsider.Name} in another's workspace" }, call, _shared);
        }

        foreach (var (role, person) in _scene.Members.OrderBy(member => member.Key))
        {
            await _matrix.Ask(404, new($"{role} in another workspace", person.Http), call, _elsewhere);
            await _matrix.Ask(404, new($"{role} in a workspace that is gone", person.Http), call, gone);
            await _matrix.Ask(
                role >= needed ? Matrix.Well : 403, new($"{role} in the workspace", person.Http), call,
                role >= needed && !call.IsRead ? await _scene.NewPlace() : _shared);
        }
    }

    async Task OnDocument(Call call, Need.OnDocument needed)
    {
        foreach (var where in Enum.GetValues<Where>())
        {
            foreach (var outsider in Outsiders().Where(_ => where is not (Where.Own or Where.OtherWorkspace)))
            {
                await _matrix.Ask(
                    404, outsider with { Name = $"{outsider.Name}, {where}" }, call, await At(where, _scene.Owner, call));
            }

            foreach (var (role, person) in _scene.Members.OrderBy(member => member.Key))
            {
                if (where == Where.Own && role < Role.Editor)
                {
                    continue;
                }

                var expected = where switch
                {
                    Where.OtherWorkspace or Where.Gone => 404,
                    Where.Restricted when role != Role.Owner => 404,
                    Where.Trash when needed.InTrash == InTrash.Gone => 410,
                    _ => role >= needed.Role ? Matrix.Well : 403,
                };
                await _matrix.Ask(expected, new($"{role}, {where}", person.Http), call, await At(where, person, call));
            }
        }
    }

    async Task<Place> At(Where where, TestPerson person, Call call)
    {
        if (where == Where.OtherWorkspace)
        {
            return _elsewhere;
        }

        var place = new Place(_scene, _shared.Workspace, _scene.Owner);
        await place.MakeDocument(where == Where.Own ? person : _scene.Owner);
        if (where == Where.Restricted)
        {
            await place.Fill(call.Operation.Path);
            await place.Restrict();
        }

        if (where is Where.Trash or Where.Gone)
        {
            // What hangs on the document is made while it is there.
            await place.Fill(call.Operation.Path);
            await place.Delete(forGood: where == Where.Gone);
        }

        return place;
    }

    async Task<Place> Emptied(Call call)
    {
        var place = await _scene.NewPlace();
        await place.Fill(call.Operation.Path);
        await Scene.Must(_scene.Owner, "DELETE", place.Workspace);
        return place;
    }

    Asking[] Outsiders() => [new("a stranger", _scene.Stranger.Http), new("somebody removed", _scene.Removed.Http)];
}
