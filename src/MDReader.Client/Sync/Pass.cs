using System.Net;

namespace MDReader.Client.Sync;

/// <summary>
/// Compares the three states of everything, live, on disk and as last known, and takes one step for each that differs.
/// Passes are repeated until nothing does.
/// </summary>
sealed class Pass
{
    readonly FolderCopy _copy;
    readonly Absences _absences;
    readonly FolderSteps _folders;
    readonly DocumentSteps _documents;
    readonly Renames _renames;
    readonly Arrivals _arrivals;

    public Pass(FolderCopy copy, TimeProvider time)
    {
        _copy = copy;
        _absences = new Absences(time, copy.Options.Missing);
        _folders = new FolderSteps(copy, _absences);
        _documents = new DocumentSteps(copy, _absences);
        _renames = new Renames(copy, _folders);
        _arrivals = new Arrivals(copy, _folders);
    }

    /// <summary>Finishes what a process that was killed had begun; once, before the first pass.</summary>
    public void Recover()
    {
        _folders.Recover();
        _documents.Recover();
    }

    /// <summary>False when something is left for a later pass.</summary>
    public async Task<bool> Run(CancellationToken cancellation)
    {
        (_copy.IsUnsettled, _absences.IsWaiting) = (false, false);
        _folders.Follow();
        var files = _copy.Disk.Scan();
        var byPath = files.ToDictionary(file => file.Path);
        if (_copy.Options.Pushes)
            await _renames.Follow(byPath, cancellation);
        // Of what arrives now the scan knows nothing yet.
        var scanned = _copy.Ledger.Documents.Keys.ToList();
        await _arrivals.FromLive(files, cancellation);
        foreach (var id in scanned)
            await Step(id, byPath, cancellation);
        await _arrivals.FromDisk(files, cancellation);
        await _folders.End(cancellation);
        var isSettled = !_copy.IsUnsettled && !_absences.IsWaiting;
        if (isSettled && _copy.Live.Cursor is { } cursor)
            _copy.Ledger.SaveCursor(cursor);
        return isSettled;
    }

    // What one document is refused keeps no other from its step.
    async Task Step(Guid id, Dictionary<string, FoundFile> files, CancellationToken cancellation)
    {
        var known = _copy.Ledger.Documents[id];
        try
        {
            await _documents.Step(known, files.GetValueOrDefault(_copy.Ledger.PathOf(known)), cancellation);
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            _copy.Live.Lose(id);
            if (problem.Status == HttpStatusCode.Gone)
                _copy.Live.Take(new FeedItem(FeedItem.DocumentType, id, "delete"));
            _copy.IsUnsettled = true;
        }
    }
}
