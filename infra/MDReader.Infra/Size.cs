namespace MDReader.Infra;

/// <summary>How much of everything one deployment has. The three are the plan's: a first team, production, and a thousand
/// people who must not wait for a failed machine.</summary>
/// <param name="Name">The stack is <c>mdreader-{Name}</c>.</param>
/// <param name="Zones">Availability zones that tasks and subnets are spread over.</param>
/// <param name="HiddenTasks">Tasks have no address of their own and reach the internet through a NAT instance in each of
/// <paramref name="NatInstances"/> zones; otherwise each has a public address that nothing may call.</param>
/// <param name="LeastTasks">Never fewer; the service grows to <see cref="MostTasks"/> by itself.</param>
sealed record Size(
    string Name,
    int Zones,
    bool HiddenTasks,
    int NatInstances,
    int LeastTasks,
    string DatabaseClass,
    bool DatabaseInTwoZones,
    int CacheNodes)
{
    public const int TaskCpu = 256;
    public const int TaskMemoryMiB = 512;
    public const int MostTasks = 10;
    public const int BusyPercent = 70;
    public const int FirstGigabytes = 20;
    public const int LeastFreeGigabytes = FirstGigabytes / 5;

    /// <summary>Open sockets that alarms reckon a task to carry; assumed, until <c>bench</c>'s small-task says better.</summary>
    public const int PeoplePerTask = 50;

    /// <summary>Documents open at once, assumed likewise.</summary>
    public const int RoomsPerTask = 500;

    /// <summary>Requests a second, assumed likewise.</summary>
    public const int RequestsPerTask = 50;

    public const int MostGigabytes = 100;

    public static readonly Size First = new(
        "first", Zones: 2, HiddenTasks: false, NatInstances: 0, LeastTasks: 1, "t4g.micro", DatabaseInTwoZones: false, CacheNodes: 1);

    public static readonly Size Production = new(
        "production", Zones: 2, HiddenTasks: true, NatInstances: 1, LeastTasks: 2, "t4g.small", DatabaseInTwoZones: false, CacheNodes: 1);

    public static readonly Size Thousand = new(
        "thousand", Zones: 2, HiddenTasks: true, NatInstances: 2, LeastTasks: 2, "t4g.small", DatabaseInTwoZones: true, CacheNodes: 2);

    public static readonly IReadOnlyList<Size> All = [First, Production, Thousand];
}
