using MDReader.Server.Access;
using Microsoft.Data.Sqlite;

namespace Server.Tests.Access;

public sealed class RoleRuleTests
{
    static readonly Role?[] Roles = [null, Role.Viewer, Role.Commenter, Role.Editor, Role.Owner];

    public static TheoryData<Role?, Role?, bool> Pairs() => new(
        from member in Roles
        from granted in Roles
        from byLink in granted is null or Role.Owner ? (bool[])[false] : [false, true]
        select (member, granted, byLink));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_rule_says_the_same_in_SQL_and_in_the_code(Role? member, Role? granted, bool byLink)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"select {Standing.RoleSql} from (select @member as role) m, (select @granted as role, @link as link_id) g";
        command.Parameters.AddWithValue("@member", (object?)member?.Word() ?? DBNull.Value);
        command.Parameters.AddWithValue("@granted", (object?)granted?.Word() ?? DBNull.Value);
        command.Parameters.AddWithValue("@link", byLink ? "some link" : DBNull.Value);

        var word = await command.ExecuteScalarAsync();

        RoleWords.Read(word as string).ShouldBe(Standing.RoleOf(member, byLink ? ByLink(granted) : Given(granted)));
    }

    [Fact]
    public void A_role_in_the_document_goes_before_the_workspaces_but_never_before_its_owners()
    {
        Standing.RoleOf(Role.Editor, Given(Role.Viewer)).ShouldBe(Role.Viewer);
        Standing.RoleOf(Role.Viewer, Given(Role.Editor)).ShouldBe(Role.Editor);
        Standing.RoleOf(null, Given(Role.Commenter)).ShouldBe(Role.Commenter);
        Standing.RoleOf(Role.Owner, Given(Role.Viewer)).ShouldBe(Role.Owner);
        Standing.RoleOf(null, null).ShouldBeNull();
    }

    [Fact]
    public void A_role_by_a_link_takes_nothing_from_anybody()
    {
        Standing.RoleOf(Role.Editor, ByLink(Role.Viewer)).ShouldBe(Role.Editor);
        Standing.RoleOf(Role.Viewer, ByLink(Role.Editor)).ShouldBe(Role.Editor);
        Standing.RoleOf(null, ByLink(Role.Commenter)).ShouldBe(Role.Commenter);
        Standing.RoleOf(Role.Owner, ByLink(Role.Viewer)).ShouldBe(Role.Owner);
    }

    static DocumentGrant? Given(Role? role) => Grant(role, linkId: null);

    static DocumentGrant? ByLink(Role? role) => Grant(role, Guid.NewGuid());

    static DocumentGrant? Grant(Role? role, Guid? linkId) => role is null ? null : new DocumentGrant
    {
        DocumentId = Guid.NewGuid(),
        UserId = Guid.NewGuid(),
        Role = role.Value,
        LinkId = linkId,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
