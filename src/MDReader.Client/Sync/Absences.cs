namespace MDReader.Client.Sync;

/// <summary>How long files and folders have been missing: for a moment many are, while they are saved or moved.</summary>
sealed class Absences(TimeProvider time, TimeSpan patience)
{
    readonly Dictionary<Guid, long> _since = [];

    /// <summary>Still within the patience, for at least one.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Missing for longer than the patience.</summary>
    public bool IsGone(Guid id, bool isThere)
    {
        if (isThere)
        {
            _since.Remove(id);
            return false;
        }
        if (!_since.TryGetValue(id, out var since))
            _since[id] = since = time.GetTimestamp();
        var isGone = time.GetElapsedTime(since) >= patience;
        IsWaiting |= !isGone;
        return isGone;
    }
}
