using System.Globalization;
using MDReader.Conformance;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: MDReader.Conformance <folder of vectors>...");
    return 2;
}

var passed = 0;
var failed = 0;
foreach (var report in args.SelectMany(VectorFolder.Run))
{
    passed += report.Passed;
    failed += report.Failures.Count;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{report.File} ({report.Kind}): {report.Passed} passed, {report.Failures.Count} failed"));
    foreach (var failure in report.Failures.Take(20))
        Console.WriteLine($"  FAILED {failure}");
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed"));
return failed == 0 ? 0 : 1;
