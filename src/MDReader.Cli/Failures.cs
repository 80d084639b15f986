using System.Text.Json;
using MDReader.Client;
using MDReader.Client.Git;
using MDReader.Client.Sync;

namespace MDReader.Cli;

/// <summary>What went wrong, in words that say what to do.</summary>
static class Failures
{
    /// <summary>Stopped by who runs it, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>Null for what the program itself did wrong.</summary>
    public static string? Say(Exception failure) => failure switch
    {
        ProblemException { Type: "unauthenticated" } => $"{failure.Message} {Renew()}",
        ProblemException problem when problem.Member("title") is { } title => $"{title}. {failure.Message}",
        OperationCanceledException { InnerException: TimeoutException } =>
            "The server didn't answer in time. Look whether it runs, and try again.",
        JsonException => $"The server's answer can't be read; look whether MDReader is at its address. ({failure.Message})",
        HttpRequestException => $"{failure.Message.TrimEnd('.')}. Look whether the server runs there; 'mdreader login --server https://…' names another.",
        ProblemException or RemoteException or SyncException or GitException or IOException
            or UnauthorizedAccessException => failure.Message,
        _ => null,
    };

    static string Renew() => Credentials.AreOfEnvironment
        ? $"The token in {Credentials.FromToken} may have expired or been revoked: set it to a new one."
        : "The token may have expired or been revoked: sign in again with 'mdreader login'.";
}
