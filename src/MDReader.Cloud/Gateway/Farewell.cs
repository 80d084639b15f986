namespace MDReader.Cloud.Gateway;

/// <summary>Why a connection ends, with a code of docs/protocol.md.</summary>
sealed record Farewell(int Code, string Reason)
{
    public static readonly Farewell ConnectAgain = new(1012, "Connect again.");

    public static readonly Farewell SomethingLost = new(1012, "A text got lost. Connect again.");

    public static readonly Farewell TooFast = new(4429, "Send less at once.");

    public static Farewell Malformed(string reason) => new(4400, reason);
}

sealed class FarewellException(Farewell farewell) : Exception(farewell.Reason)
{
    public Farewell Farewell => farewell;
}
