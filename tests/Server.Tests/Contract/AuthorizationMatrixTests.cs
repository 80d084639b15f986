using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>Every operation × every kind of caller × where the thing is: their own, another's in the same workspace, in
/// another workspace, in the trash, gone.</summary>
public sealed class AuthorizationMatrixTests : IAsyncLifetime
{
    readonly List<string> _failures = [];
    Scene _scene = null!;
    ApiDocument _document = null!;
    Place _shared = null!;
    Place _elsewhere = null!;
    int _asked;

    enum Where
    {
        Own,
        SameWorkspace,
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
        foreach (var operation in _document.Operations)
        {
            var row = Rows.All.GetValueOrDefault(operation.Id);
            switch (row?.Need)
            {
                case Need.Account or Need.Own:
                    await NeedsToken(operation, row);
                    break;
                case Need.InWorkspace(var role):
                    await NeedsToken(operation, row);
                    await InWorkspace(operation, row, role);
                    break;
                case Need.OnDocument needed:
                    await NeedsToken(operation, row);
                    await OnDocument(operation, row, needed);
                    break;
                case Need.Nothing when !operation.IsPublic:
                    _failures.Add($"{operation.Id} is said to need nothing, and the document says it does.");
                    break;
                default:
                    // Public, or without a row, which another test tells.
                    break;
            }
        }

        _failures.ShouldBeEmpty();
        _asked.ShouldBeGreaterThan(_document.Operations.Count);
    }

    async Task NeedsToken(ApiOperation operation, Row row)
    {
        if (operation.IsPublic)
        {
            _failures.Add($"{operation.Id} needs somebody, and the document says it doesn't.");
        }

        var path = row.Need is Need.Own
            ? System.Text.RegularExpressions.Regex.Replace(operation.Path, @"\{[^}]+\}", $"{Guid.NewGuid()}")
            : await _shared.Fill(operation.Path);
        using var rubbish = _scene.Server.As("rubbish");
        await Expect(401, _scene.Server.Http, "nobody", operation, path, row, _shared);
        await Expect(401, rubbish, "a rubbish token", operation, path, row, _shared);
    }

    async Task InWorkspace(ApiOperation operation, Row row, Role needed)
    {
        var gone = await Emptied(operation);
        foreach (var (name, person) in Outsiders())
        {
            await Ask(404, person, $"{name} in another's workspace", operation, row, _shared);
        }

        foreach (var (role, person) in _scene.Members.OrderBy(member => member.Key))
        {
            await Ask(404, person, $"{role} in another workspace", operation, row, _elsewhere);
            await Ask(404, person, $"{role} in a workspace that is gone", operation, row, gone);
            await Ask(role >= needed ? 200 : 403, person, $"{role} in the workspace", operation, row,
                role >= needed && operation.Method != "GET" ? await _scene.NewPlace() : _shared);
        }
    }

    async Task OnDocument(ApiOperation operation, Row row, Need.OnDocument needed)
    {
        foreach (var where in Enum.GetValues<Where>())
        {
            foreach (var (name, person) in Outsiders().Where(_ => where is not (Where.Own or Where.OtherWorkspace)))
            {
                await Ask(404, person, $"{name}, {where}", operation, row, await At(where, _scene.Owner, operation));
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
                    Where.Trash when needed.InTrash == InTrash.Gone => 410,
                    _ => role >= needed.Role ? 200 : 403,
                };
                await Ask(expected, person, $"{role}, {where}", operation, row, await At(where, person, operation));
            }
        }
    }

    async Task<Place> At(Where where, TestPerson person, ApiOperation operation)
    {
        if (where == Where.OtherWorkspace)
        {
            return _elsewhere;
        }

        var place = new Place(_scene, _shared.Workspace, _scene.Owner);
        await place.MakeDocument(where == Where.Own ? person : _scene.Owner);
        if (where is Where.Trash or Where.Gone)
        {
            // What hangs on the document is made while it is there.
            await place.Fill(operation.Path);
            await Scene.Must(_scene.Owner, "DELETE", place.Document + (where == Where.Gone ? "?permanent=true" : ""));
        }

        return place;
    }

    async Task<Place> Emptied(ApiOperation operation)
    {
        var place = await _scene.NewPlace();
        await place.Fill(operation.Path);
        await Scene.Must(_scene.Owner, "DELETE", place.Workspace);
        return place;
    }

    IEnumerable<(string, TestPerson)> Outsiders() => [("a stranger", _scene.Stranger), ("somebody removed", _scene.Removed)];

    async Task Ask(int expected, TestPerson person, string who, ApiOperation operation, Row row, Place place) =>
        await Expect(expected, person.Http, who, operation, await place.Fill(operation.Path), row, place);

    async Task Expect(
        int expected, HttpClient http, string who, ApiOperation operation, string path, Row row, Place place)
    {
        _asked++;
        try
        {
            var answer = await http.Ask(operation.Method, path + row.Query(place), row.Body(place), row.Headers);
            var status = (int)answer.Status;
            if (expected == 200 ? status is < 200 or >= 400 : status != expected)
            {
                _failures.Add($"{operation.Id} ({operation.Method} {path}) by {who}: {status} and not {expected}. {answer.Text}");
            }
        }
        catch (InvalidOperationException undeclared)
        {
            _failures.Add($"{operation.Id} by {who}: {undeclared.Message}");
        }
    }
}
