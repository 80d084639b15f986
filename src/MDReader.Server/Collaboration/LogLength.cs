namespace MDReader.Server.Collaboration;

/// <summary>How much of a document's log has no snapshot yet: so much has to be read to open it.</summary>
/// <param name="Bytes">Of their updates.</param>
readonly record struct LogLength(int Rows, long Bytes)
{
    public static LogLength Of(IReadOnlyList<LoggedEdit> edits) => new(edits.Count, edits.Sum(edit => (long)edit.Update.Length));

    public static LogLength operator +(LogLength one, LogLength other) => new(one.Rows + other.Rows, one.Bytes + other.Bytes);

    /// <summary>Whether it is as long as this, in rows or in bytes.</summary>
    public bool Reaches(LogLength limit) => Rows >= limit.Rows || Bytes >= limit.Bytes;

    /// <summary>What of it was written after <paramref name="earlier"/>, which it begins with.</summary>
    public LogLength Since(LogLength earlier) => new(Math.Max(0, Rows - earlier.Rows), Math.Max(0, Bytes - earlier.Bytes));
}
