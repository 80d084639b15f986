using Npgsql;

namespace MDReader.TestKit;

/// <summary>
/// How long everybody has to wait for a processor here, measured in the same seconds as what a time is promised for:
/// servers and the database are asked again and again for what is no work. A promise holds for a machine that has nothing else
/// to do. On another, each time that what is measured passes from one process to the next it may wait as long as the longest
/// of these answers took, and a bound that allows for that fails by what the product does and not by what its neighbours do.
/// </summary>
public sealed class MachineLag : IAsyncDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    readonly CancellationTokenSource _end = new();
    readonly Lock _lock = new();
    readonly List<IDisposable> _clients = [];
    readonly Task _measuring;
    readonly long[] _asked;
    TimeSpan _longest;

    /// <param name="place">Of its processes those that answer; one that is gone is no slow machine.</param>
    public MachineLag(Installation place)
    {
        List<Func<Task>> asking = [.. place.Nodes.Select(node => Live(node.Address))];
        if (place.Database is { } database)
            asking.Add(One(database));
        _asked = new long[asking.Count];
        _measuring = Task.WhenAll(asking.Select(Measure));
    }

    /// <summary>The longest answer so far, and what is waited for now.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (_lock)
                return _asked.Where(at => at > 0).Select(at => TimeProvider.System.GetElapsedTime(at)).Append(_longest).Max();
        }
    }

    /// <summary>How long something may take here that is promised within a time.</summary>
    /// <param name="promised">On an idle machine.</param>
    /// <param name="passes">How often it passes from one process to another.</param>
    public TimeSpan Allow(TimeSpan promised, int passes) => promised + passes * Longest;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _measuring;
        _clients.ForEach(client => client.Dispose());
        _end.Dispose();
    }

    async Task Measure(Func<Task> ask, int number)
    {
        // It has to connect first.
        await Answers(ask);
        while (!_end.IsCancellationRequested)
        {
            // What a timer is late by is lag, too.
            var began = TimeProvider.System.GetTimestamp();
            await Task.Delay(Pause, CancellationToken.None);
            var late = TimeProvider.System.GetElapsedTime(began) - Pause;
            Begin(number);
            var answered = await Answers(ask);
            lock (_lock)
            {
                var took = TimeProvider.System.GetElapsedTime(_asked[number]);
                _asked[number] = 0;
                if (answered && took + late > _longest)
                    _longest = took + late;
            }
        }
    }

    void Begin(int number)
    {
        lock (_lock)
            _asked[number] = TimeProvider.System.GetTimestamp();
    }

    static async Task<bool> Answers(Func<Task> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or NpgsqlException)
        {
            return false;
        }
    }

    Func<Task> Live(Uri server)
    {
        var http = new HttpClient { BaseAddress = server };
        _clients.Add(http);
        return () => http.GetAsync("/health/live", _end.Token);
    }

    Func<Task> One(string database)
    {
        var source = NpgsqlDataSource.Create(MDReader.Cloud.PostgresAddress.Read(database));
        _clients.Add(source);
        return async () =>
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(_end.Token);
        };
    }
}
