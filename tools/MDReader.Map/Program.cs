using MDReader.Map;

var house = House.Read(Repository.Projects);
var architecture = Repository.File("ARCHITECTURE.md");
await File.WriteAllTextAsync(architecture, Drawing.Redraw(await File.ReadAllTextAsync(architecture), house));
await File.WriteAllTextAsync(Repository.File("docs/map.md"), Drawing.DrawTypes(house));
Console.WriteLine("Drew ARCHITECTURE.md and docs/map.md.");
