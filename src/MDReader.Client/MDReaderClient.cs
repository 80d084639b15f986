using System.Net.Http.Headers;

namespace MDReader.Client;

/// <summary>
/// Calls of MDReader's HTTP API, in groups by what they are about. Refusals are thrown as <see cref="ProblemException"/>;
/// where the server asks to slow down, a call waits as long as it says and goes on. Lists are fetched page by page, as they
/// are read. It may be used by several threads at once.
/// </summary>
public sealed class MDReaderClient
{
    readonly Calls _calls;

    /// <param name="http">With the server's address as its base address, and the bearer token if there is one.</param>
    /// <param name="time">For waiting.</param>
    public MDReaderClient(HttpClient http, TimeProvider time)
    {
        _calls = new Calls(http, time);
        Accounts = new(_calls);
        Me = new(_calls);
        Sessions = new(_calls);
        Tokens = new(_calls);
        SecondFactor = new(_calls);
        Workspaces = new(_calls);
        Members = new(_calls);
        Folders = new(_calls);
        Documents = new(_calls);
        Texts = new(_calls);
        Versions = new(_calls);
        Comments = new(_calls);
        Suggestions = new(_calls);
        Sharing = new(_calls);
        Links = new(_calls);
        DocumentInvites = new(_calls);
        Publishing = new(_calls);
        Attachments = new(_calls);
        Files = new(_calls);
        Feed = new(_calls);
        Presence = new(_calls);
        Notifications = new(_calls);
        Mutes = new(_calls);
        Search = new(_calls);
        Assistant = new(_calls);
    }

    public Accounts Accounts { get; }

    public Me Me { get; }

    public Sessions Sessions { get; }

    public Tokens Tokens { get; }

    public SecondFactor SecondFactor { get; }

    public Workspaces Workspaces { get; }

    public Members Members { get; }

    public Folders Folders { get; }

    public Documents Documents { get; }

    public Texts Texts { get; }

    public Versions Versions { get; }

    public Comments Comments { get; }

    public Suggestions Suggestions { get; }

    public Sharing Sharing { get; }

    public Links Links { get; }

    public DocumentInvites DocumentInvites { get; }

    public Publishing Publishing { get; }

    public Attachments Attachments { get; }

    public Files Files { get; }

    public Feed Feed { get; }

    public Presence Presence { get; }

    public Notifications Notifications { get; }

    public Mutes Mutes { get; }

    public Search Search { get; }

    public Assistant Assistant { get; }

    /// <summary>A client of the server at an address, for everybody who has the token.</summary>
    /// <param name="token">A personal access token, or the access token of a sign-in; null for nobody.</param>
    /// <param name="time">For waiting; null for the system's.</param>
    /// <param name="program">What the program calls itself to the server.</param>
    public static MDReaderClient At(Uri server, string? token, TimeProvider? time = null, ProductHeaderValue? program = null)
    {
        var http = new HttpClient { BaseAddress = new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/") };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (program is not null)
            http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(program));
        return new(http, time ?? TimeProvider.System);
    }

    /// <summary>What a client needs to know of the server before anybody signs in.</summary>
    public Task<ServerConfig> Config(CancellationToken cancellation = default) => _calls.Get<ServerConfig>("config", cancellation);

    /// <summary>The nightly backups; for administrators.</summary>
    public Task<NightlyBackups> Backups(CancellationToken cancellation = default) =>
        _calls.Get<NightlyBackups>("backups", cancellation);
}
