using MDReader.Map;

var page = Repository.File("ARCHITECTURE.md");
var drawn = Drawing.Redraw(await File.ReadAllTextAsync(page), House.Read(Repository.Projects));
await File.WriteAllTextAsync(page, drawn);
Console.WriteLine($"Drew {Path.GetFileName(page)}.");
