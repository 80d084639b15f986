using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>What was committed is told, and by one letter, whenever the process is killed between the two.</summary>
public sealed class LetterKillTests
{
    static readonly int Rounds = Environment.GetEnvironmentVariable("MDREADER_LONG") is null ? 6 : 60;

    [Fact]
    public async Task Each_mention_is_mailed_exactly_once_after_kills_between_commit_and_letter()
    {
        var data = Directory.CreateTempSubdirectory("mdreader-kill-");
        var mail = data.CreateSubdirectory("letters").FullName;
        var mailbox = new Mailbox(mail);
        var port = HostProcess.FreePort();
        var settings = new Dictionary<string, string>
        {
            ["MDREADER_MAIL_FOLDER"] = mail,
            ["MDReader__Accounts__PasswordIterations"] = "1000",
            ["MDReader__Notifications__LettersWait"] = "00:00:01",
        };
        try
        {
            HttpClient ana, ben;
            string document, email;
            Guid benId;
            await using (var first = await HostProcess.Start(data.FullName, port, settings))
            {
                (ana, _, _) = await SignUp(first, mailbox, "Ana");
                (ben, benId, email) = await SignUp(first, mailbox, "Ben");
                var workspace = (await ana.Ask("POST", "/api/v1/workspaces", new { name = "Engines" })).Header("Location");
                await ana.Ask("PUT", $"{workspace}/members/{benId}", new { role = "viewer" });
                document = (await ana.Ask("POST", $"{workspace}/documents", new { title = "Notes", content = "The text." })).Header("Location")!;
            }

            for (var round = 0; round < Rounds; round++)
            {
                await using var host = await HostProcess.Start(data.FullName, port, settings);
                (await ana.Ask("POST", $"{document}/threads", new
                {
                    anchor = new { start = 0, end = 3, @base = "1-1" },
                    body = $"@[Ben]({benId}) round {round}.",
                })).Status.ShouldBe(System.Net.HttpStatusCode.Created);
                switch (round % 3)
                {
                    case 0:
                        break;
                    case 1:
                        await Eventually.Holds(
                            async () => (await ben.Ask("GET", "/api/v1/notifications")).Text.Contains($"round {round}.", StringComparison.Ordinal),
                            "the notification");
                        break;
                    default:
                        await Eventually.Holds(() => Letters(round) > 0, "the letter");
                        break;
                }

                await host.Kill();
            }

            await using var last = await HostProcess.Start(data.FullName, port, settings);
            await Eventually.Holds(() => Enumerable.Range(0, Rounds).All(round => Letters(round) > 0), "a letter of each round");
            // One that was sent a second time would come before this one, which is written after all of them.
            await ana.Ask("POST", $"{document}/threads", new { anchor = new { start = 0, end = 3, @base = "1-1" }, body = $"@[Ben]({benId}) the last." });
            await Eventually.Holds(() => Count("the last.") > 0, "the last letter");
            Enumerable.Range(0, Rounds).Select(Letters).ShouldAllBe(letters => letters == 1);

            int Letters(int round) => Count($"round {round}.");

            int Count(string words) => mailbox.To(email).Count(letter => letter.Text.Contains(words, StringComparison.Ordinal));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    static async Task<(HttpClient Http, Guid Id, string Email)> SignUp(HostProcess host, Mailbox mailbox, string name)
    {
        var http = new HttpClient { BaseAddress = host.Address };
        var email = $"{name.ToLowerInvariant()}@example.org";
        var made = await http.Ask("POST", "/api/v1/auth/signup", new { email, password = People.Password, name });
        await http.Ask("POST", "/api/v1/auth/confirm", new { email, code = (await mailbox.Next(email, "Confirm")).Code });
        var signedIn = await http.Ask("POST", "/api/v1/auth/login", new { email, password = People.Password, tokenDelivery = "body" });
        // The session's token ends sooner than a long run of this.
        http.DefaultRequestHeaders.Authorization = new("Bearer", signedIn["accessToken"].GetString());
        var token = (await http.Ask("POST", "/api/v1/me/tokens", new { name = "test" }))["token"].GetString();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return (http, made["user.id"].GetGuid(), email);
    }
}
