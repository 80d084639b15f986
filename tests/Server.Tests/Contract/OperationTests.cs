using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>
/// The document and the server say the same. Every client of these tests holds what it is answered against the document
/// (<c>ContractCheck</c>): status, media type and body.
/// </summary>
public sealed class OperationTests : IAsyncLifetime
{
    Scene _scene = null!;
    ApiDocument _document = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await Scene.Begin();
        _document = await ApiDocument.Of(_scene.Server.Http);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public void Every_operation_has_a_row_and_every_row_an_operation()
    {
        var ids = _document.Operations.Select(operation => operation.Id).ToList();
        ids.ShouldBeUnique();
        ids.Except(Rows.All.Keys).ShouldBeEmpty("add the new operation to Rows: who may call it, and how");
        Rows.All.Keys.Except(ids).ShouldBeEmpty("take the row out: there is no such operation any more");
    }

    [Fact]
    public async Task Every_operation_can_be_called_and_answers_as_it_is_described()
    {
        var failures = new List<string>();
        foreach (var operation in _document.Operations)
        {
            if (!Rows.All.TryGetValue(operation.Id, out var row))
            {
                continue;
            }

            try
            {
                var answer = await Call(operation, row);
                if ((int)answer.Status is < 200 or >= 400)
                {
                    failures.Add($"{operation.Method} {operation.Path} was answered {(int)answer.Status}: {answer.Text}");
                }
            }
            catch (Exception failure) when (failure is InvalidOperationException or ShouldAssertException or NotSupportedException)
            {
                failures.Add($"{operation.Method} {operation.Path}: {failure.Message}");
            }
        }

        failures.ShouldBeEmpty();
    }

    async Task<Answer> Call(ApiOperation operation, Row row)
    {
        if (row.Script is { } script)
        {
            return await script(_scene);
        }

        var place = await _scene.NewPlace();
        var path = operation.Path.StartsWith("/api/", StringComparison.Ordinal) ? await place.Fill(operation.Path) : operation.Path;
        var who = row.Need is Need.Nothing ? _scene.Server.Http : _scene.Members[Role.Owner].Http;
        var body = row.Body(place);
        (body is null || operation.Bodies.Count > 0).ShouldBeTrue($"{operation.Id} is called with a body, and declares none");
        foreach (var (header, _) in row.Headers)
        {
            operation.Reads(header).ShouldBeTrue($"{operation.Id} is called with {header}, and doesn't declare it");
        }

        return await who.Ask(operation.Method, path + row.Query(place), body, row.Headers);
    }
}
