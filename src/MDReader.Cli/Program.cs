using MDReader.Cli;

try
{
    return await Commands.Root().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException stopped) when (stopped.InnerException is not TimeoutException)
{
    return Failures.Interrupted;
}
catch (Exception failure) when (Failures.Say(failure) is not null)
{
    Console.Error.WriteLine(Failures.Say(failure));
    return 1;
}
