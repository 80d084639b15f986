using System.Xml.Linq;
using MDReader.Map;

namespace Architecture.Tests;

/// <summary>Holds the borders of ARCHITECTURE.md against the compiled code.</summary>
public sealed class BorderTests
{
    static readonly House House = House.Read(Repository.Projects);

    /// <summary>Which feature of the server may use which, besides Platform, which everyone may.</summary>
    static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Platform"] = [],
        ["Embedded"] = [],
        ["Accounts"] = [],
        ["Access"] = ["Accounts"],
        ["Workspaces"] = ["Accounts", "Access"],
        ["Documents"] = ["Access", "Workspaces"],
        ["Sharing"] = ["Accounts", "Access", "Workspaces", "Documents", "Publishing"],
        ["Collaboration"] = ["Access", "Documents"],
        ["Comments"] = ["Accounts", "Access", "Documents", "Collaboration"],
        ["Suggestions"] = ["Accounts", "Access", "Documents", "Collaboration", "Comments"],
        ["Assistant"] = ["Access"],
        ["Attachments"] = ["Access", "Documents"],
        ["Pictures"] = ["Collaboration", "Attachments"],
        // Of Access it takes constants alone, which leave no trace in compiled code.
        ["Search"] = ["Documents", "Collaboration"],
        ["Publishing"] = ["Access", "Workspaces", "Documents", "Collaboration", "Attachments"],
        ["Versions"] = ["Access", "Documents", "Collaboration"],
        // Of Comments it takes a constant alone.
        ["Mentions"] = ["Accounts", "Documents", "Collaboration", "Search", "Versions"],
        ["Feed"] = ["Access"],
        ["Notifications"] = ["Accounts", "Access", "Workspaces", "Documents", "Collaboration", "Comments", "Suggestions", "Mentions"],
        ["Files"] = ["Access", "Workspaces", "Documents", "Collaboration", "Comments", "Attachments", "Versions"],
        ["Git"] = ["Accounts", "Access", "Workspaces", "Documents", "Collaboration", "Versions", "Files"],
        ["Agents"] = ["Accounts", "Access", "Workspaces", "Collaboration", "Comments", "Search", "Suggestions"],
        ["Backups"] = ["Accounts", "Embedded", "Versions"],
    };

    static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["MDReader.Crdt"] = [],
        ["MDReader.Server"] = ["MDReader.Crdt"],
        ["MDReader.Migrations.Sqlite"] = ["MDReader.Server"],
        ["MDReader.Migrations.Postgres"] = ["MDReader.Server"],
        ["MDReader.Cloud"] = ["MDReader.Server"],
        ["MDReader.Client"] = [],
        ["MDReader.Cli"] = ["MDReader.Client"],
        ["MDReader.Desktop"] = ["MDReader.Server", "MDReader.Migrations.Sqlite"],
        ["MDReader.Host"] = ["MDReader.Server", "MDReader.Cloud", "MDReader.Migrations.Sqlite", "MDReader.Migrations.Postgres"],
    };

    [Fact]
    public void A_feature_uses_only_what_the_table_allows()
    {
        var trespasses = House.RoomUses("MDReader.Server")
            .Where(use => use.From.Length > 0 && use.To != "Platform" && !MayUse.GetValueOrDefault(use.From, []).Contains(use.To))
            .Select(use => $"{use.From} may not use {use.To}: {use.Witness.FullName} uses {use.Used}");
        trespasses.ShouldBeEmpty();
    }

    [Fact]
    public void Every_row_of_the_table_is_used()
    {
        var used = House.RoomUses("MDReader.Server").Select(use => (use.From, use.To)).ToHashSet();
        var rooms = House.Residents.Where(type => type.Project == "MDReader.Server" && type.Room.Length > 0)
            .Select(type => type.Room).ToHashSet();
        rooms.ShouldBe(MayUse.Keys, ignoreOrder: true);
        MayUse.SelectMany(row => row.Value.Select(to => (row.Key, to))).Where(row => !used.Contains(row)).ShouldBeEmpty();
    }

    [Fact]
    public void The_table_has_no_cycle()
    {
        var open = MayUse.ToDictionary(row => row.Key, row => row.Value.ToHashSet());
        while (open.Where(row => row.Value.Count == 0).Select(row => row.Key).ToList() is { Count: > 0 } free)
            foreach (var feature in free)
            {
                open.Remove(feature);
                foreach (var row in open.Values)
                    row.Remove(feature);
            }
        open.Keys.ShouldBeEmpty();
    }

    [Fact]
    public void A_project_references_only_the_ones_below_it()
    {
        foreach (var project in House.Projects)
            House.References[project].Where(reference => reference.StartsWith("MDReader.", StringComparison.Ordinal))
                .Except(MayReference[project]).ShouldBeEmpty($"{project} reaches too far");
    }

    // A compiler drops references that nothing uses, so the project file is read as well.
    [Fact]
    public void The_engine_references_nothing()
    {
        House.References["MDReader.Crdt"].ShouldAllBe(reference => reference.StartsWith("System.", StringComparison.Ordinal));
        var file = XDocument.Load(Repository.File("src/MDReader.Crdt/MDReader.Crdt.csproj"));
        file.Descendants().Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference")
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_server_knows_no_cloud()
    {
        string[] cloud = ["Npgsql", "StackExchange.Redis", "AWSSDK", "Amazon"];
        House.References["MDReader.Server"]
            .Where(reference => cloud.Any(name => reference.StartsWith(name, StringComparison.Ordinal))).ShouldBeEmpty();
    }
}
