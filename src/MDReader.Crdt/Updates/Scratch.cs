namespace MDReader.Crdt.Updates;

/// <summary>
/// Memory that applying an update needs, used again by the next one on the same thread, whichever its document. It
/// is taken out while in use, so that an update applied from within another one's event gets its own.
/// </summary>
sealed class Scratch
{
    [ThreadStatic]
    static Scratch? t_spare;

    public DecodedUpdate Update { get; } = new();

    public IntegrationPlan Plan { get; } = new();

    public static Scratch Take()
    {
        var taken = t_spare ?? new();
        t_spare = null;
        return taken;
    }

    public void Return()
    {
        Update.Release();
        Plan.Release();
        t_spare = this;
    }
}
