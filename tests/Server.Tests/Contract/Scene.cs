using System.Net;
using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>A server with people who stand to a workspace in every way there is.</summary>
sealed class Scene : IAsyncDisposable
{
    readonly DirectoryInfo _mail = Directory.CreateTempSubdirectory("mdreader-mail-");

    Scene()
    {
    }

    public RunningServer Server { get; private set; } = null!;

    public SignInProvider Provider { get; private set; } = null!;

    public ModelServer Models { get; private set; } = null!;

    public PictureHost Pictures { get; private set; } = null!;

    public Mailbox Mailbox { get; private set; } = null!;

    /// <summary>By their role.</summary>
    public IReadOnlyDictionary<Role, TestPerson> Members { get; private set; } = null!;

    public TestPerson Owner => Members[Role.Owner];

    /// <summary>Is in no place but their own.</summary>
    public TestPerson Stranger { get; private set; } = null!;

    /// <summary>Was a member, and is no more.</summary>
    public TestPerson Removed { get; private set; } = null!;

    /// <summary>Is in no place, and asks to be let into many.</summary>
    public TestPerson Asking { get; private set; } = null!;

    /// <summary>A member that others do things to.</summary>
    public TestPerson Target { get; private set; } = null!;

    public static async Task<Scene> Begin()
    {
        var scene = new Scene
        {
            Provider = await SignInProvider.Start(),
            Models = await ModelServer.Start(),
            Pictures = await PictureHost.Start(),
        };
        scene.Mailbox = new Mailbox(scene._mail.FullName);
        scene.Server = await RunningServer.Start(
        [
            .. scene.Provider.Settings(),
            .. scene.Models.Settings(),
            .. PictureHost.Settings,
            ("MDReader:Pictures:PerMinute", "10000000"),
            ("MDReader:Assistant:RequestsPerMinute", "10000000"),
            ("MDReader:Assistant:TokensPerPerson", "10000000000"),
            ("MDReader:Mail:Folder", scene._mail.FullName),
            ("MDReader:Limits:ApiPerMinute", "10000000"),
            ("MDReader:Comments:CommentsPerMinute", "10000000"),
            ("MDReader:Sharing:OpeningsPerMinuteAndAddress", "10000000"),
            ("MDReader:Sharing:AccessRequestsPerHour", "10000000"),
            ("MDReader:Attachments:UploadsPerMinute", "10000000"),
            ("MDReader:Accounts:SignUpsPerMinuteAndAddress", "10000000"),
            ("MDReader:Accounts:SignInsPerMinuteAndAddress", "10000000"),
            ("MDReader:Accounts:CodesPerMinuteAndAddress", "10000000"),
        ]);
        var members = new Dictionary<Role, TestPerson>();
        foreach (var role in Enum.GetValues<Role>())
        {
            members[role] = await scene.SomebodyNew($"{role}");
        }

        scene.Members = members;
        scene.Stranger = await scene.SomebodyNew("Stranger");
        scene.Removed = await scene.SomebodyNew("Removed");
        scene.Target = await scene.SomebodyNew("Target");
        scene.Asking = await scene.SomebodyNew("Asking");
        return scene;
    }

    /// <summary>An account whose address is confirmed, signed in.</summary>
    public async Task<TestPerson> SomebodyNew(string name)
    {
        var email = $"{name.ToLowerInvariant()}-{Guid.CreateVersion7():N}@example.org";
        var made = await Auth("signup", new { email, password = People.Password, name });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var mail = await Mailbox.Next(email, "Confirm");
        (await Auth("confirm", new { email, code = mail.Code })).Status.ShouldBe(HttpStatusCode.NoContent);
        var signedIn = await LogIn(email);
        return new TestPerson(
            made["user.id"].GetGuid(), email, signedIn["accessToken"].GetString()!, signedIn["refreshToken"].GetString()!,
            Server.As(signedIn["accessToken"].GetString()!));
    }

    public Task<Answer> LogIn(string email) => Auth("login", new { email, password = People.Password, tokenDelivery = "body" });

    public Task<Answer> Auth(string path, object? body) => Server.Http.Ask("POST", $"/api/v1/auth/{path}", body);

    /// <summary>A workspace with a document and one in the trash, everybody in their role.</summary>
    public async Task<Place> NewPlace()
    {
        var workspace = await Owner.MakeWorkspace();
        foreach (var (role, person) in Members.Where(member => member.Key != Role.Owner)
            .Select(member => (member.Key, member.Value)).Append((Role.Viewer, Target)).Append((Role.Editor, Removed)))
        {
            await Must(Owner, "PUT", $"{workspace}/members/{person.Id}", new { role = role.Word() });
        }

        await Must(Owner, "DELETE", $"{workspace}/members/{Removed.Id}");
        return new Place(this, workspace, Owner);
    }

    /// <summary>A request that only prepares.</summary>
    public static async Task<Answer> Must(TestPerson who, string method, string path, object? body = null)
    {
        var answer = await who.Http.Ask(method, path, body);
        ((int)answer.Status).ShouldBeLessThan(300, $"{method} {path}: {answer.Text}");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in Members.Values.Append(Stranger).Append(Removed).Append(Target).Append(Asking))
        {
            person.Dispose();
        }

        await Server.DisposeAsync();
        await Provider.DisposeAsync();
        await Models.DisposeAsync();
        await Pictures.DisposeAsync();
        _mail.Delete(recursive: true);
    }
}
