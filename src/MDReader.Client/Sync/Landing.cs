namespace MDReader.Client.Sync;

/// <summary>
/// Brings live texts into files, one exchange at a time. A save that falls into the exchange comes out of it, and is merged
/// into what took its place; so does one by an editor that had the old file open.
/// </summary>
sealed class Landing(FolderCopy copy)
{
    readonly Ledger _ledger = copy.Ledger;
    readonly Disk _disk = copy.Disk;

    /// <summary>Brings the version that was read last into the file.</summary>
    public KnownDocument Begin(KnownDocument known)
    {
        var path = _ledger.PathOf(known);
        var live = _ledger.Text(known.Live);
        if (_disk.Read(path) is not { } mine)
            return Create(known, live);
        copy.Tell(SyncAct.Pulled, path);
        if (known.Disk is not null)
            return Exchange(known, mine, ThreeWay.Merge(_ledger.Text(Origin.Of(_ledger, known, mine)), mine, live));
        // Of this file nothing is known: it has come there while the document was on its way.
        return TextHash.Of(mine) == known.Live ? Finish(known) : Elsewhere(known);
    }

    /// <summary>Goes on with an exchange that was begun; it is done when <see cref="KnownDocument.Incoming"/> is null.</summary>
    public KnownDocument Continue(KnownDocument known)
    {
        var incoming = known.Incoming!;
        var path = _ledger.PathOf(known);
        var swap = _ledger.SwapFile(incoming.Swap);
        if (!File.Exists(swap))
            return Save(known with { Incoming = null });
        var beside = File.ReadAllBytes(swap);
        return TextHash.Of(beside) == incoming.Text ? Try(known, beside, path) : Judge(known, beside, path);
    }

    // The new text is still beside the file.
    KnownDocument Try(KnownDocument known, byte[] text, string path)
    {
        var incoming = known.Incoming!;
        if (_disk.Read(path) is not { } mine)
            return _disk.Put(_ledger.SwapFile(incoming.Swap), path) ? Finish(known) : known;
        if (TextHash.Of(mine) != incoming.Before)
            return Exchange(known, mine, ThreeWay.Merge(_ledger.Text(incoming.Before), mine, text));
        _disk.Exchange(_ledger.SwapFile(incoming.Swap), path);
        copy.IsUnsettled = true;
        return known;
    }

    // The old text came out. Nobody writes to it any more once it has been left alone for a while.
    KnownDocument Judge(KnownDocument known, byte[] old, string path)
    {
        var incoming = known.Incoming!;
        var swap = _ledger.SwapFile(incoming.Swap);
        if (!_disk.IsQuiet(swap))
        {
            copy.IsUnsettled = true;
            return known;
        }
        if (TextHash.Of(old) == incoming.Before)
            return Finish(known);
        if (_disk.Read(path) is { } mine)
            return Exchange(Remember(known, _ledger.Keep(old)), mine, ThreeWay.Merge(_ledger.Text(incoming.Before), old, mine));
        // Saved late, and deleted since: the save wins.
        return _disk.Put(swap, path) ? Save(known with { Disk = incoming.Before, Incoming = null }) : known;
    }

    KnownDocument Create(KnownDocument known, byte[] live)
    {
        var swap = _ledger.SwapFile($"{Guid.NewGuid():N}");
        AtomicFile.Write(swap, live);
        copy.Tell(SyncAct.Pulled, _ledger.PathOf(known));
        if (_disk.Put(swap, _ledger.PathOf(known)))
            return Finish(known);
        File.Delete(swap);
        return known.Disk is null ? Elsewhere(known) : known;
    }

    KnownDocument Elsewhere(KnownDocument known)
    {
        copy.IsUnsettled = true;
        var name = copy.FreeName(known.ParentId, FileNames.For(known.Title), FileNames.Extension);
        return Save(known with { FileName = name });
    }

    KnownDocument Exchange(KnownDocument known, byte[] mine, byte[] text)
    {
        if (mine.AsSpan().SequenceEqual(text))
            return Finish(known);
        var incoming = new Incoming($"{Guid.NewGuid():N}", TextHash.Of(text), _ledger.Keep(mine));
        AtomicFile.Write(_ledger.SwapFile(incoming.Swap), text);
        var begun = Save(known with { Incoming = incoming });
        Drop(known.Incoming);
        _disk.Exchange(_ledger.SwapFile(incoming.Swap), _ledger.PathOf(known));
        copy.IsUnsettled = true;
        return Continue(begun);
    }

    KnownDocument Finish(KnownDocument known)
    {
        var done = known;
        if (known.Incoming is { } incoming && known.Disk is { } disk)
            done = Remember(known with { Earlier = Origin.Add(known.Earlier, [disk]) }, incoming.Before);
        done = Save(done with { Disk = known.Live, Incoming = null });
        Drop(known.Incoming);
        return done;
    }

    // What the file held, and somebody may hold who saved it.
    static KnownDocument Remember(KnownDocument known, string held) => held == known.Disk
        ? known : known with { Replaced = Origin.Add(known.Replaced, [held]) };

    void Drop(Incoming? incoming)
    {
        if (incoming is not null)
            File.Delete(_ledger.SwapFile(incoming.Swap));
    }

    KnownDocument Save(KnownDocument known)
    {
        _ledger.Save(known);
        return known;
    }
}
