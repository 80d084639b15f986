using MDReader.Crdt.Bench;

if (args.Length == 0 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("usage: MDReader.Crdt.Bench <folder of recorded traces> [rounds]");
    return 2;
}

Replay.Run(args[0], "automerge-paper", args.Length > 1 ? int.Parse(args[1], null) : 10);
return 0;
