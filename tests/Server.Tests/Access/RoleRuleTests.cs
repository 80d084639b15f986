using MDReader.Server.Access;
using Microsoft.Data.Sqlite;

namespace Server.Tests.Access;

public sealed class RoleRuleTests
{
    static readonly Role?[] Roles = [null, Role.Viewer, Role.Commenter, Role.Editor, Role.Owner];

    public static TheoryData<Role?, Role?> Pairs() => new(Roles.SelectMany(_ => Roles, (member, granted) => (member, granted)));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_rule_says_the_same_in_SQL_and_in_the_code(Role? member, Role? granted)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select {Standing.RoleSql} from (select @member as role) m, (select @granted as role) g";
        command.Parameters.AddWithValue("@member", (object?)member?.Word() ?? DBNull.Value);
        command.Parameters.AddWithValue("@granted", (object?)granted?.Word() ?? DBNull.Value);

        var word = await command.ExecuteScalarAsync();

        RoleWords.Read(word as string).ShouldBe(Standing.RoleOf(member, granted));
    }

    [Fact]
    public void A_role_in_the_document_goes_before_the_workspaces_but_never_before_its_owners()
    {
        Standing.RoleOf(Role.Editor, Role.Viewer).ShouldBe(Role.Viewer);
        Standing.RoleOf(Role.Viewer, Role.Editor).ShouldBe(Role.Editor);
        Standing.RoleOf(null, Role.Commenter).ShouldBe(Role.Commenter);
        Standing.RoleOf(Role.Owner, Role.Viewer).ShouldBe(Role.Owner);
        Standing.RoleOf(null, null).ShouldBeNull();
    }
}
