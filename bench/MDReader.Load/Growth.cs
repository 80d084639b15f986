namespace MDReader.Load;

/// <summary>One server, to which there is added and added: what a thing costs when there is ten times as much around it.</summary>
static class Growth
{
    const int EditsPerSecond = 100;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>Rooms of five; always as many edits a second in all.</summary>
    public static async Task<IReadOnlyList<(string, double)>> OfDocuments(ServerKind kind, TimeSpan time)
    {
        const int Room = 5;
        int[] steps = [10, 100, 1_000];
        await using var server = await ServerUnderTest.Start(kind, 200, steps[^1]);
        using var crowd = new Crowd();
        List<(string, double)> figures = [];
        var documents = 0;
        foreach (var step in steps)
        {
            await crowd.Fill(server, step - documents, Room, writers: 1, first: documents);
            documents = step;
            figures.Add(($"CPU-µs per delivery, {step:N0} documents", await Traffic(server, crowd, EditsPerSecond / (double)documents, time, isFirst: step == steps[0])));
        }
        return figures;
    }

    /// <summary>One document; always ten who write, and as many edits a second in all.</summary>
    public static async Task<IReadOnlyList<(string, double)>> OfPeople(ServerKind kind, TimeSpan time)
    {
        const int Writers = 10;
        int[] steps = [10, 50, 250];
        await using var server = await ServerUnderTest.Start(kind, steps[^1], 1);
        using var crowd = new Crowd();
        List<(string, double)> figures = [];
        var people = 0;
        foreach (var step in steps)
        {
            await crowd.Fill(server, 1, step - people, writers: people == 0 ? Writers : 0);
            people = step;
            figures.Add(($"CPU-µs per delivery, {step:N0} people", await Traffic(server, crowd, EditsPerSecond / 5.0 / Writers, time, isFirst: step == steps[0])));
        }
        return figures;
    }

    /// <summary>One document in which more and more was typed: what one more person costs who opens it.</summary>
    public static async Task<IReadOnlyList<(string, double)>> OfHistory(ServerKind kind)
    {
        const int Joins = 50;
        int[] steps = [1_000, 10_000, 100_000];
        await using var server = await ServerUnderTest.Start(kind, 200, 1);
        var tally = new Tally();
        using var author = new LoadClient(server, server.Documents[0], tally);
        await author.Connect(0);
        await author.Synced;
        List<(string, double)> figures = [];
        var typed = 0;
        using var parts = LargeText.Parts(steps[^1]).GetEnumerator();
        foreach (var step in steps)
        {
            for (; typed < step && parts.MoveNext(); typed += LargeText.PlacesPerPart)
                await author.Edit(parts.Current);
            await Task.Delay(Settling);
            await author.StillHere();
            for (var join = 0; join < Joins; join++)
                await Joining.Once(server, tally);
            var before = server.CpuSeconds;
            for (var join = 0; join < Joins; join++)
                await Joining.Once(server, tally);
            figures.Add(($"CPU-ms per join, {step:N0} places typed at", (server.CpuSeconds - before) * 1_000 / Joins));
        }
        return figures;
    }

    // Processor microseconds per delivery.
    static async Task<double> Traffic(ServerUnderTest server, Crowd crowd, double editsPerSecondAndWriter, TimeSpan time, bool isFirst)
    {
        using var end = new CancellationTokenSource();
        var writing = crowd.Write(editsPerSecondAndWriter, cursorsPerSecond: 0, end.Token);
        await Task.Delay(isFirst ? WarmUp : Settling, CancellationToken.None);
        crowd.Tally.Clear();
        var before = server.CpuSeconds;
        await Task.Delay(time, CancellationToken.None);
        var (cpu, delivered) = (server.CpuSeconds - before, crowd.Tally.Delivered);
        await end.CancelAsync();
        await writing;
        return cpu / delivered * 1e6;
    }
}
