namespace Server.Tests.Simulation;

/// <summary>What came to pass in a simulation that shows whether it tried anything.</summary>
/// <param name="Promised">Changes that somebody was told are on disk.</param>
/// <param name="Merged">Writes that were merged with what others had written since their base.</param>
/// <param name="Repeated">Writes that were sent again, since nobody had answered.</param>
/// <param name="Epochs">How often the document was replaced.</param>
/// <param name="PutAway">Rooms that nobody needed any more.</param>
/// <param name="CameLate">People who came when their room was just put away.</param>
/// <param name="CursorsFromElsewhere">How often a process was shown cursors of another.</param>
sealed record Happened(
    int Promised = 0, int Merged = 0, int Repeated = 0, int Epochs = 0, int PutAway = 0, int CameLate = 0, int CursorsFromElsewhere = 0)
{
    public static Happened operator +(Happened one, Happened other) => new(
        one.Promised + other.Promised, one.Merged + other.Merged, one.Repeated + other.Repeated, one.Epochs + other.Epochs,
        one.PutAway + other.PutAway, one.CameLate + other.CameLate, one.CursorsFromElsewhere + other.CursorsFromElsewhere);
}
