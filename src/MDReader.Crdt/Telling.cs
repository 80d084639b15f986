using System.Runtime.ExceptionServices;

namespace MDReader.Crdt;

/// <summary>
/// Tells of transactions that have ended. Listeners may edit: what they do is told after what they were told, so that
/// all hear the same in the same order. One that fails keeps nobody from hearing; its exception comes last.
/// </summary>
sealed class Telling(Doc doc)
{
    readonly Queue<(List<Action>? News, UpdateEvent? Update)> _untold = new();
    bool _isTelling;

    public void Add(List<Action>? news, UpdateEvent? update)
    {
        if (news is not null || update is not null)
            _untold.Enqueue((news, update));
    }

    public void Tell()
    {
        if (_isTelling)
            return;
        _isTelling = true;
        ExceptionDispatchInfo? failure = null;
        while (_untold.TryDequeue(out var next))
        {
            for (var i = 0; i < next.News?.Count; i++)
                failure = Try(next.News[i]) ?? failure;
            try
            {
                if (next.Update is not null)
                    doc.RaiseUpdated(next.Update);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }

        _isTelling = false;
        failure?.Throw();
    }

    static ExceptionDispatchInfo? Try(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (Exception e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }
}
