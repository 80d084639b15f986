namespace Crdt.Tests.Sessions;

/// <summary>Two that should be equal aren't.</summary>
sealed class Divergence(string what) : Exception(what)
{
    public static void Unless(bool equal, FormattableString what)
    {
        if (!equal)
            throw new Divergence(FormattableString.Invariant(what));
    }
}
