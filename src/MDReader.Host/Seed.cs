using System.Text.Json;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;

namespace MDReader.Host;

/// <summary>
/// The verb <c>seed --users N --documents N</c>: people and documents for load tests. Everybody may edit every document.
/// Prints <c>{"users": [{"id", "token"}], "documents": ["id"]}</c>; the tokens are good for 24 hours, and the people have
/// no password.
/// </summary>
static class Seed
{
    static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(24);

    public static async Task Run(WebApplication app)
    {
        var users = app.Configuration.GetValue("users", 1);
        var documents = app.Configuration.GetValue("documents", 1);
        if (users < 1 || documents < 0)
        {
            Console.Error.WriteLine("Give --users a number from 1 and --documents a number from 0.");
            Environment.ExitCode = 2;
            return;
        }
        var database = app.Services.GetRequiredService<Database>();
        await using var held = await database.HoldStart(CancellationToken.None);
        await database.Migrate(CancellationToken.None);
        Console.WriteLine(JsonSerializer.Serialize(
            await Plant(database, app.Services.GetRequiredService<TimeProvider>(), users, documents), JsonSerializerOptions.Web));
    }

    static Task<Planted> Plant(Database database, TimeProvider time, int users, int documents) =>
        database.Write((db, _) =>
        {
            var now = time.Now();
            var workspace = new Workspace { Id = Ids.New(time), Name = "Seeded", CreatedAt = now, UpdatedAt = now };
            db.Add(workspace);
            database.Note(new Change.Upserted(workspace.Id, ObjectType.Workspace, workspace.Id));
            var people = new List<PlantedUser>();
            for (var number = 0; number < users; number++)
            {
                var (user, secret) = (Ids.New(time), SecretToken.New(PersonalAccessToken.Prefix));
                db.Add(new User
                {
                    Id = user,
                    Email = $"seed-{user}@example.invalid",
                    Name = $"Person {number + 1}",
                    PasswordHash = "",
                    CreatedAt = now,
                });
                db.Add(new Membership
                {
                    WorkspaceId = workspace.Id,
                    UserId = user,
                    Role = number == 0 ? Role.Owner : Role.Editor,
                    CreatedAt = now,
                });
                db.Add(new PersonalAccessToken
                {
                    Id = Ids.New(time),
                    UserId = user,
                    Name = "seed",
                    Hash = SecretToken.Hash(secret),
                    Scopes = Scopes.All,
                    CreatedAt = now,
                    ExpiresAt = now + TokenLifetime,
                });
                database.Note(new Change.Upserted(workspace.Id, ObjectType.Member, user));
                people.Add(new(user, secret));
            }
            var texts = Enumerable.Range(1, documents).Select(number => new Document
            {
                Id = Ids.New(time),
                WorkspaceId = workspace.Id,
                Title = $"Document {number}",
                CreatedBy = people[0].Id,
                CreatedAt = now,
                UpdatedAt = now,
            }).ToList();
            db.AddRange(texts);
            texts.ForEach(text => database.Note(new Change.Upserted(workspace.Id, ObjectType.Document, text.Id)));
            return Task.FromResult(new Planted(people, [.. texts.Select(text => text.Id)]));
        }, CancellationToken.None);

    sealed record Planted(IReadOnlyList<PlantedUser> Users, IReadOnlyList<Guid> Documents);

    sealed record PlantedUser(Guid Id, string Token);
}
