using System.Net;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Documents;

/// <summary>Random making, moving, deleting, restoring and purging, against the plainest model there is.</summary>
public sealed class TreeModelTests(SharedServer shared)
{
    readonly RunningServer _server = shared.Server;

    static int Steps => Environment.GetEnvironmentVariable("MDREADER_LONG") == "1" ? 2_000 : 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_tree_and_the_trash_are_what_the_model_says(int seed)
    {
        using var ada = await _server.SignUp("Ada");
        var run = new Run(ada, await ada.MakeWorkspace(), new Random(seed));
        for (var step = 0; step < Steps; step++)
        {
            await run.Step();
            await run.Compare($"seed {seed}, step {step}: {run.Last}");
        }
    }

    sealed class Run(TestPerson ada, string workspace, Random random)
    {
        readonly TreeModel _model = new();

        public string Last { get; private set; } = "";

        public Task Step() => random.Next(20) switch
        {
            < 3 => MakeFolder(),
            < 7 => MakeDocument(),
            < 10 => MoveFolder(),
            < 12 => MoveDocument(),
            < 14 => DeleteFolder(),
            14 => DeleteDocument(),
            < 17 => RestoreFolder(),
            < 19 => RestoreDocument(),
            _ => Purge(),
        };

        public async Task Compare(string because)
        {
            var tree = (await ada.Http.Ask("GET", $"{workspace}/tree")).Json;
            Shown(tree, "").Order().ShouldBe(_model.Shown().Order(), because);

            var trash = await ada.Http.Ask("GET", $"{workspace}/trash?limit=200");
            trash["items"].EnumerateArray().Select(item => item.GetProperty("id").GetGuid()).Order()
                .ShouldBe(_model.Documents.Where(entry => entry.Value.Trashed).Select(entry => entry.Key).Order(), because);
        }

        static IEnumerable<string> Shown(JsonElement level, string way)
        {
            foreach (var document in level.GetProperty("documents").EnumerateArray())
            {
                yield return $"{way}/{document.GetProperty("id").GetString()}";
            }

            foreach (var folder in level.GetProperty("folders").EnumerateArray())
            {
                var inside = $"{way}/{folder.GetProperty("id").GetString()}";
                yield return $"{inside}/";
                foreach (var shown in Shown(folder, inside))
                {
                    yield return shown;
                }
            }
        }

        async Task MakeFolder()
        {
            var parent = Somewhere();
            if (_model.Level(parent) < 16)
            {
                var id = await ada.MakeFolder(workspace, "Folder", parent);
                _model.Folders[id] = new() { In = parent };
                Last = $"made folder {id} in {parent}";
            }
        }

        async Task MakeDocument()
        {
            var folder = Somewhere();
            var made = await ada.Http.Ask("POST", $"{workspace}/documents", new { title = "Notes", folderId = folder });
            _model.Documents[made["id"].GetGuid()] = new() { In = folder };
            Last = $"made document {made["id"]} in {folder}";
        }

        async Task MoveFolder()
        {
            if (Any(TreeModel.Live(_model.Folders)) is not { } id)
            {
                return;
            }

            var target = Somewhere();
            var moved = await ada.Http.Ask("PATCH", $"/api/v1/folders/{id}", new { parentId = target });
            Last = $"moved folder {id} to {target}: {moved.Status}";
            moved.Status.ShouldBe(_model.MayLieIn(id, target) ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, Last);
            if (moved.Status == HttpStatusCode.OK)
            {
                _model.Folders[id].In = target;
            }
        }

        async Task MoveDocument()
        {
            if (Any(TreeModel.Live(_model.Documents)) is { } id)
            {
                var target = Somewhere();
                Last = $"moved document {id} to {target}";
                await Expect(HttpStatusCode.OK, "POST", $"/api/v1/documents/{id}/move", new { folderId = target });
                _model.Documents[id].In = target;
            }
        }

        async Task DeleteFolder()
        {
            if (Any(TreeModel.Live(_model.Folders)) is { } id)
            {
                Last = $"deleted folder {id}";
                await Expect(HttpStatusCode.NoContent, "DELETE", $"/api/v1/folders/{id}");
                _model.DeleteFolder(id);
            }
        }

        async Task DeleteDocument()
        {
            if (Any(TreeModel.Live(_model.Documents)) is { } id)
            {
                Last = $"deleted document {id}";
                await Expect(HttpStatusCode.NoContent, "DELETE", $"/api/v1/documents/{id}");
                (_model.Documents[id].Trashed, _model.Documents[id].With) = (true, null);
            }
        }

        async Task RestoreFolder()
        {
            if (Any([.. _model.Folders.Keys]) is { } id)
            {
                Last = $"restored folder {id}";
                await Expect(HttpStatusCode.OK, "POST", $"/api/v1/folders/{id}/restore");
                _model.RestoreFolder(id);
            }
        }

        async Task RestoreDocument()
        {
            if (Any([.. _model.Documents.Keys]) is { } id)
            {
                Last = $"restored document {id}";
                await Expect(HttpStatusCode.OK, "POST", $"/api/v1/documents/{id}/restore");
                if (_model.Documents[id].Trashed)
                {
                    _model.RestoreDocument(id);
                }
            }
        }

        async Task Purge()
        {
            if (Any([.. _model.Documents.Keys]) is { } id)
            {
                Last = $"purged document {id}";
                await Expect(HttpStatusCode.NoContent, "DELETE", $"/api/v1/documents/{id}?permanent=true");
                _model.Documents.Remove(id);
            }
        }

        async Task Expect(HttpStatusCode status, string method, string path, object? body = null)
        {
            var answer = await ada.Http.Ask(method, path, body);
            answer.Status.ShouldBe(status, $"{Last}: {answer.Text}");
        }

        // The top, or a folder that isn't in the trash.
        Guid? Somewhere() => random.Next(4) == 0 ? null : Any(TreeModel.Live(_model.Folders));

        Guid? Any(List<Guid> ids) => ids.Count == 0 ? null : ids[random.Next(ids.Count)];
    }
}
