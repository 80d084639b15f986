using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Pictures;

/// <summary>Pictures that were fetched, each for a while, so that the other server is called once for a page that is opened
/// often. What is too old is at the front of the queue, and so is what goes where there are too many.</summary>
sealed class KeptPictures(TimeProvider time, IOptions<PicturesOptions> options)
{
    readonly Lock _gate = new();
    readonly Dictionary<Uri, Kept> _kept = [];
    readonly Queue<Kept> _byAge = new();
    long _bytes;

    public FarPicture? Find(Uri address)
    {
        lock (_gate)
        {
            LetGo();
            return _kept.GetValueOrDefault(address)?.Picture;
        }
    }

    public void Keep(Uri address, FarPicture picture)
    {
        var kept = new Kept(address, picture, time.Now() + options.Value.KeptFor);
        lock (_gate)
        {
            LetGo();
            if (!_kept.TryAdd(address, kept))
            {
                return;
            }

            _byAge.Enqueue(kept);
            _bytes += picture.Bytes.Length;
            LetGo();
        }
    }

    void LetGo()
    {
        var now = time.Now();
        while (_byAge.TryPeek(out var oldest) && (oldest.Until <= now || _bytes > options.Value.KeptBytes))
        {
            _byAge.Dequeue();
            _kept.Remove(oldest.Address);
            _bytes -= oldest.Picture.Bytes.Length;
        }
    }

    sealed record Kept(Uri Address, FarPicture Picture, DateTimeOffset Until);
}
