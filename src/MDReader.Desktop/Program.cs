using MDReader.Desktop;

try
{
    if (args is ["--help" or "-h"])
    {
        Console.WriteLine(Wanted.Usage);
        return 0;
    }

    var wanted = Wanted.Read(args);
    var window = WindowChoice.Find(wanted.Window, wanted.Data);
    if (wanted.Server is { } elsewhere)
    {
        window.Open(elsewhere);
        window.Run();
        return 0;
    }

    Directory.CreateDirectory(wanted.Data);
    using var first = FirstInstance.TryBe(wanted.Data);
    if (first is null)
    {
        await FirstInstance.Tell(wanted.Data, wanted.Paths);
        return 0;
    }

    return await DeskRun.UntilClosed(wanted, first, window);
}
catch (DesktopException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
