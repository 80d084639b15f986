using System.Data.Common;

namespace MDReader.Server.Platform;

/// <summary>The connection to the database broke under a transaction; it may or may not have been committed.</summary>
/// <param name="misuse">How it showed.</param>
public sealed class ConnectionLostException(Exception misuse) : DbException("The connection to the database was lost.", misuse)
{
    public override bool IsTransient => true;
}
