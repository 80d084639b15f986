using System.Text.RegularExpressions;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>An operation of the API with its row.</summary>
sealed record Call(ApiOperation Operation, Row Row)
{
    public string Id => Row.Id;

    public bool IsRead => Operation.Method is "GET" or "HEAD";

    /// <summary>Its path to something that nobody has.</summary>
    public string PathToNothing => Regex.Replace(Operation.Path, @"\{[^}]+\}", $"{Guid.CreateVersion7()}");

    /// <summary>What a personal access token has to be good for.</summary>
    public string Scope => Row.Scope
        ?? (Operation.Path.StartsWith("/api/v1/me", StringComparison.Ordinal) ? "account" : IsRead ? "read" : "write");

    /// <summary>All that have a row; that one has none, another test tells.</summary>
    public static IReadOnlyList<Call> All(ApiDocument document) =>
    [
        .. from operation in document.Operations
           where Rows.All.ContainsKey(operation.Id)
           select new Call(operation, Rows.All[operation.Id]),
    ];
}

/// <summary>Who asks.</summary>
sealed record Asking(string Name, HttpClient Http);

/// <summary>Asks one thing after another, and keeps what wasn't answered as it should be.</summary>
sealed class Matrix
{
    /// <summary>Stands for every answer that isn't a refusal.</summary>
    public const int Well = 200;

    readonly List<string> _failures = [];

    public int Asked { get; private set; }

    public void Fail(string failure) => _failures.Add(failure);

    public void ShouldHoldThroughout() => _failures.ShouldBeEmpty($"of {Asked} questions");

    /// <summary>About what the place has, or is made to have.</summary>
    public async Task Ask(int expected, Asking who, Call call, Place place) =>
        await Ask(expected, who, call, place, await place.Fill(call.Operation.Path));

    /// <returns>The answer; null where it didn't keep to the API's description.</returns>
    public async Task<Answer?> Ask(int expected, Asking who, Call call, Place place, string path)
    {
        Asked++;
        try
        {
            var answer = await who.Http.Ask(
                call.Operation.Method, path + call.Row.Query(place), call.Row.Body(place), call.Row.Headers);
            var status = (int)answer.Status;
            if (expected == Well ? status is < 200 or >= 400 : status != expected)
            {
                Fail($"{call.Id} ({call.Operation.Method} {path}) by {who.Name}: {status} and not {expected}. {answer.Text}");
            }

            return answer;
        }
        catch (InvalidOperationException undeclared)
        {
            Fail($"{call.Id} by {who.Name}: {undeclared.Message}");
            return null;
        }
    }
}
