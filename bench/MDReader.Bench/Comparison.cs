namespace MDReader.Bench;

/// <summary>
/// Measures engines on one recording. Rounds go in turn, one of each engine, so that what else the machine does is as
/// bad for one as for the other.
/// </summary>
sealed class Comparison(string folder, IReadOnlyList<Engine> engines, Options options) : IDisposable
{
    readonly List<EngineProcess> _warm = [.. engines.Select(engine => new EngineProcess(engine, folder, options.Limit))];

    /// <summary>One engine's rounds of one measure.</summary>
    sealed class Course(Engine engine, EngineProcess process)
    {
        public Engine Engine => engine;

        public EngineProcess Process => process;

        public List<double> Rounds { get; } = [];

        public int Wanted { get; set; }

        /// <summary>Runs in a round: its clock is coarse.</summary>
        public int Times { get; set; } = 1;

        public string? Result { get; set; }

        public string? Error { get; set; }

        public bool IsLate { get; set; }
    }

    public static async Task<Comparison> Of(Recording recording, IReadOnlyList<Engine> engines, Options options)
    {
        var folder = Directory.CreateTempSubdirectory("mdreader-bench").FullName;
        await Task.Run(() => recording.WriteTo(folder));
        return new(folder, engines, options);
    }

    public IReadOnlyDictionary<string, string?> Versions =>
        engines.Zip(_warm).ToDictionary(pair => pair.First.Name, pair => pair.Second.Version);

    /// <summary>The figures of each engine that can do it.</summary>
    public async Task<IReadOnlyList<Figure>> Run(Measure measure)
    {
        var courses = engines.Zip(_warm, (engine, process) => new Course(engine, process)).ToList();
        if (measure.Start == Start.Fresh)
            await RunFresh(measure, courses);
        else
            await RunWarm(measure, courses);
        var own = courses[0];
        foreach (var course in courses)
        {
            if (course.Result is not null && own.Result is not null && course.Result != own.Result)
                course.Error = $"it got another result than {own.Engine.Name}";
        }

        return
        [
            .. courses.Where(course => course.Error is not null || course.Rounds.Count > 0)
                .Select(course => course.Error is { } error
                    ? Figure.Failed(measure, course.Engine.Name, error) with { IsLate = course.IsLate }
                    : Figure.Of(measure, course.Engine.Name, course.Rounds)),
        ];
    }

    async Task RunFresh(Measure measure, List<Course> courses)
    {
        for (var round = 0; round < options.Effort.FreshRounds; round++)
        {
            foreach (var course in courses.Where(course => course.Error is null && course.Rounds.Count == round))
            {
                using var process = new EngineProcess(course.Engine, folder, options.Limit);
                await RunRound(measure, course, process);
            }
        }
    }

    async Task RunWarm(Measure measure, List<Course> courses)
    {
        foreach (var course in courses)
            await Warm(measure, course);
        while (courses.Exists(course => course.Rounds.Count < course.Wanted))
        {
            foreach (var course in courses.Where(course => course.Rounds.Count < course.Wanted))
                await RunRound(measure, course, course.Process);
        }
    }

    async Task Warm(Measure measure, Course course)
    {
        await RunRound(measure, course, course.Process);
        if (course.Rounds.Count == 0)
            return;
        if (measure.Unit == Unit.Bytes || course.Rounds[0] > options.Effort.VerySlow)
        {
            course.Wanted = 1;
            return;
        }

        // What is slow is soon as warm as it gets, and isn't done many times over.
        course.Wanted = course.Rounds[0] > options.Effort.Slow ? options.Effort.SlowRounds : options.Effort.Rounds;
        for (var spent = course.Rounds[0]; spent < options.Effort.Warm && course.Error is null;)
        {
            course.Rounds.Clear();
            await RunRound(measure, course, course.Process);
            spent += Math.Max(0.1, course.Rounds.LastOrDefault()) * course.Times;
            course.Times = Math.Max(1, (int)(options.Effort.Batch / Math.Max(0.002, course.Rounds.LastOrDefault())));
        }

        course.Rounds.Clear();
    }

    static async Task RunRound(Measure measure, Course course, EngineProcess process)
    {
        var answer = await process.Ask(measure.Name, course.Times);
        course.Result = answer.Result;
        course.Error = answer.Error;
        course.IsLate = answer.IsLate;
        if (answer.Value is { } value)
            course.Rounds.Add(value);
        else
            course.Wanted = 0;
    }

    public void Dispose()
    {
        foreach (var process in _warm)
            process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
