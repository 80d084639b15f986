namespace MDReader.Load;

/// <summary>People who have a document open and do nothing, more and more of them; and what is left when they have gone.</summary>
static class Idle
{
    const int PerDocument = 10;
    static readonly int[] Steps = [1_000, 5_000, 10_000];
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);
    static readonly TimeSpan AfterClosing = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<(string, double)>> Run(ServerKind kind, TimeSpan time)
    {
        await using var server = await ServerUnderTest.Start(kind, 200, Steps[^1] / PerDocument);
        using (var first = new Crowd())
            await first.Fill(server, 10, PerDocument, 0);
        await Task.Delay(Settling);
        var empty = server.ResidentBytes;
        List<(string, double)> figures = [];
        long full = 0;
        var (cpu, lost, documents) = (0.0, 0, 0);
        using (var crowd = new Crowd())
        {
            foreach (var people in Steps)
            {
                await crowd.Fill(server, people / PerDocument - documents, PerDocument, writers: 0, first: documents);
                documents = people / PerDocument;
                await Task.Delay(Settling);
                full = server.ResidentBytes;
                figures.Add(($"KiB per connection, {people:N0} people", (full - empty) / 1024.0 / people));
            }
            var before = server.CpuSeconds;
            await Task.Delay(time);
            (cpu, lost) = ((server.CpuSeconds - before) / time.TotalSeconds, crowd.Lost);
        }
        await Task.Delay(AfterClosing);
        return
        [
            .. figures,
            ("MiB when empty", empty / 1048576.0),
            ("MiB when full", full / 1048576.0),
            ("MiB a minute after closing", server.ResidentBytes / 1048576.0),
            ("CPU share while idle", cpu),
            ("connections lost", lost),
        ];
    }
}
