namespace Crdt.Tests.Sessions;

/// <summary>Makes a failing session small: removes steps, then edits, then numbers, as long as it still fails.</summary>
static class Shrinking
{
    const int MaxRuns = 500;

    public static Session Shrink(Session session, Func<Session, bool> fails)
    {
        var runs = 0;
        bool Fails(Session smaller) => runs++ < MaxRuns && fails(smaller);
        Session before;
        do
        {
            before = session;
            session = session with { Steps = Fewer(session.Steps, steps => Fails(session with { Steps = steps })) };
            for (var i = session.Steps.Length - 1; i >= 0; i--)
                session = WithFewerNumbers(session, i, Fails);
        }
        while (session != before && session.Steps.Length < before.Steps.Length && runs < MaxRuns);
        return session;
    }

    static Session WithFewerNumbers(Session session, int at, Func<Session, bool> fails)
    {
        Session With(int[][] numbers) => session with
        {
            Steps = [.. session.Steps[..at], session.Steps[at] with { Numbers = numbers }, .. session.Steps[(at + 1)..]],
        };
        var numbers = Fewer(session.Steps[at].Numbers, fewer => fails(With(fewer)));
        for (var group = 0; group < numbers.Length; group++)
        {
            for (var length = 0; length < numbers[group].Length; length++)
            {
                int[][] shorter = [.. numbers];
                shorter[group] = numbers[group][..length];
                if (!fails(With(shorter)))
                    continue;
                numbers = shorter;
                break;
            }
        }

        return With(numbers);
    }

    /// <summary>Removes runs of elements, large ones first (delta debugging).</summary>
    static T[] Fewer<T>(T[] all, Func<T[], bool> fails)
    {
        for (var size = Math.Max(1, all.Length / 2); ; size /= 2)
        {
            for (var start = all.Length - size; start >= 0; start -= size)
            {
                T[] fewer = [.. all[..start], .. all[Math.Min(all.Length, start + size)..]];
                if (fewer.Length < all.Length && fails(fewer))
                    all = fewer;
                start = Math.Min(start, all.Length);
            }

            if (size <= 1)
                return all;
        }
    }
}
