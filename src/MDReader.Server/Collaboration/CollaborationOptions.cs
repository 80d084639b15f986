using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Collaboration;

/// <summary>Limits of live editing; sizes in bytes. Section <c>MDReader:Collaboration</c>.</summary>
public sealed class CollaborationOptions
{
    public const string Section = "MDReader:Collaboration";

    /// <summary>A document's text as UTF-8.</summary>
    [Range(1, int.MaxValue)]
    public int TextLimit { get; set; } = 2 * 1024 * 1024;

    /// <summary>A document's whole encoded state, deleted parts included.</summary>
    [Range(1, int.MaxValue)]
    public int StateLimit { get; set; } = 32 * 1024 * 1024;

    /// <summary>One WebSocket message.</summary>
    [Range(1024, int.MaxValue)]
    public int MessageLimit { get; set; } = 1024 * 1024;

    /// <summary>The first sync step 2 of a connection: what a client brings from working offline.</summary>
    [Range(1024, int.MaxValue)]
    public int FirstStep2Limit { get; set; } = 8 * 1024 * 1024;

    /// <summary>Structs and delete ranges of one update, and of the first step 2.</summary>
    [Range(1, int.MaxValue)]
    public int StructLimit { get; set; } = 100_000;

    [Range(1, int.MaxValue)]
    public int FirstStep2StructLimit { get; set; } = 500_000;

    /// <summary>New Yjs client ids in one update, and in the first step 2: each page load offline made one.</summary>
    [Range(1, int.MaxValue)]
    public int NewClientLimit { get; set; } = 8;

    [Range(1, int.MaxValue)]
    public int FirstStep2NewClientLimit { get; set; } = 64;

    /// <summary>What may wait to be sent to one socket; past it the client is sent what it lacks when it reads again.</summary>
    [Range(1024, int.MaxValue)]
    public int OutboundQueueLimit { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Messages of one socket in a second, after a burst; more are read more slowly. A long message counts as one for each
    /// <see cref="BytesPerMessage"/>.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MessagesPerSecond { get; set; } = 60;

    [Range(1, int.MaxValue)]
    public int MessageBurst { get; set; } = 300;

    [Range(1, int.MaxValue)]
    public int BytesPerMessage { get; set; } = 4 * 1024;

    /// <summary>Who sends more than that all the time is sent away after so long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FloodPatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// What a Hocuspocus client may send before it is authenticated: in all on a new socket, and for each document in
    /// messages that come before their document's token.
    /// </summary>
    [Range(64, int.MaxValue)]
    public int BytesBeforeAuthentication { get; set; } = 4 * 1024;

    /// <summary>How long it may take with that.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan TimeBeforeAuthentication { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Documents on one Hocuspocus client's socket.</summary>
    [Range(1, int.MaxValue)]
    public int DocumentsPerSocket { get; set; } = 100;

    /// <summary>Open sockets of one person, from one address, in one document, and in all.</summary>
    [Range(1, int.MaxValue)]
    public int SocketsPerUser { get; set; } = 50;

    [Range(1, int.MaxValue)]
    public int SocketsPerAddress { get; set; } = 200;

    [Range(1, int.MaxValue)]
    public int SocketsPerDocument { get; set; } = 500;

    [Range(1, int.MaxValue)]
    public int SocketsPerProcess { get; set; } = 20_000;

    /// <summary>One person's awareness state.</summary>
    [Range(64, int.MaxValue)]
    public int AwarenessLimit { get; set; } = 4 * 1024;

    /// <summary>Awareness states that one socket may show in a second; of more, the newest is shown when its time comes.</summary>
    [Range(1, int.MaxValue)]
    public int AwarenessPerSecond { get; set; } = 10;

    /// <summary>Messages that may wait for a document's room before its sockets are read no further.</summary>
    [Range(1, int.MaxValue)]
    public int InboxLimit { get; set; } = 1024;

    /// <summary>How long a write over REST waits for a log that can't be written.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan WritePatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a room without anybody in it stays in memory.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "24.00:00:00")]
    public TimeSpan IdleRoom { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Log rows, or bytes in them, after which a snapshot takes their place.</summary>
    [Range(1, int.MaxValue)]
    public int RowsPerSnapshot { get; set; } = 500;

    [Range(1024, int.MaxValue)]
    public int LogBytesPerSnapshot { get; set; } = 8 * 1024 * 1024;

    internal LogLength LogPerSnapshot => new(RowsPerSnapshot, LogBytesPerSnapshot);
}
