using MDReader.Cli;
using MDReader.Client;
using MDReader.Client.Git;
using MDReader.Client.Sync;

try
{
    return await Commands.Root().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is ProblemException or RemoteException or SyncException or GitException or HttpRequestException
    or InvalidOperationException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
