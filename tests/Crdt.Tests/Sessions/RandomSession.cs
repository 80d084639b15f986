namespace Crdt.Tests.Sessions;

/// <summary>Sessions from seeds: every kind of document, large and small client ids, lines that drop out.</summary>
static class RandomSession
{
    static readonly Features[] Kinds =
    [
        Features.None,
        Features.Formats,
        Features.Lists,
        Features.Lists | Features.Nesting,
        Features.Formats | Features.Lists | Features.SubDocuments,
        Features.All,
        Features.Formats | Features.Undo,
        Features.All | Features.Undo,
    ];

    public static Session Of(int seed)
    {
        var random = new Random(seed);
        var clients = new ulong[random.Next(2, 5)];
        for (var i = 0; i < clients.Length; i++)
        {
            clients[i] = (seed % 3) switch
            {
                0 => (ulong)random.NextInt64(1, 1L << 53),
                1 => (ulong)random.NextInt64(1, uint.MaxValue),
                _ => (ulong)(i * 3 + random.Next(1, 3)),
            };
        }

        var steps = new Step[random.Next(10, 70)];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = StepOf(random, random.Next(clients.Length));
        var features = Kinds[seed % Kinds.Length];
        if (seed / Kinds.Length % 2 == 1)
            features |= Features.CleanUp;
        return new(seed % 5 != 0, features, clients, steps);
    }

    static Step StepOf(Random random, int replica) => random.Next(100) switch
    {
        < 50 => new(Verb.Edit, replica, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Numbers(random, 8))]),
        < 78 => new(Verb.Deliver, replica, [Numbers(random, 2)]),
        < 82 => new(Verb.Lose, replica, [Numbers(random, 1)]),
        < 88 => new(Verb.Batch, replica, [Numbers(random, 2)]),
        < 94 => new(Verb.Sync, replica, [Numbers(random, 2)]),
        < 96 => new(Verb.Switch, replica, []),
        < 99 => new(Verb.Undo, replica, []),
        _ => new(Verb.Redo, replica, []),
    };

    static int[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1000))];
}
