using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>What was committed is told, and by one letter, whenever a process is killed between the two, and however many
/// processes there are.</summary>
public sealed class LetterKillTests
{
    static readonly int Rounds = Environment.GetEnvironmentVariable("MDREADER_LONG") is null ? 6 : 60;

    [Theory]
    [InlineData(Kind.Alone)]
    [InlineData(Kind.OnPostgres)]
    [InlineData(Kind.Three)]
    public async Task Each_mention_is_mailed_exactly_once_after_kills_between_commit_and_letter(Kind kind)
    {
        Assert.SkipUnless(Installation.CanRun(kind), "Install PostgreSQL and redis-server.");
        var folder = Directory.CreateTempSubdirectory("mdreader-letters-");
        try
        {
            var mailbox = new Mailbox(folder.FullName);
            await using var place = await Installation.Start(
                kind,
                users: 1,
                documents: 0,
                ("MDREADER_MAIL_FOLDER", folder.FullName),
                ("MDReader__Notifications__LettersWait", "00:00:01"),
                // What a process died with is soon another one's.
                ("MDReader__Outbox__Lease", "00:00:10"));
            var people = await Correspondence.Begin(place.Node(0), address => mailbox.Next(address, "Confirm"));

            // One process on PostgreSQL is between the other two.
            var rounds = kind == Kind.OnPostgres ? Rounds / 2 : Rounds;
            for (var round = 0; round < rounds; round++)
            {
                await people.Mention(place.Node(round), $"round {round}.");
                var words = $"round {round}.";
                switch (round % 3)
                {
                    case 0:
                        break;
                    case 1:
                        await Eventually.Holds(() => people.IsTold(place.Node(round), words), "the notification");
                        break;
                    default:
                        await Eventually.Holds(() => Count(words) > 0, "the letter");
                        break;
                }

                // Now the one that took the write, now another one.
                var killed = round / 3 % place.Nodes.Length;
                await place.Nodes[killed].Kill();
                await place.Replace(killed);
            }

            await Eventually.Holds(
                () => Enumerable.Range(0, rounds).All(round => Count($"round {round}.") > 0), "a letter of each round");
            // One that was sent a second time would come before this one, which is written after all of them.
            await people.Mention(place.Node(0), "the last.");
            await Eventually.Holds(() => Count("the last.") > 0, "the last letter");
            Enumerable.Range(0, rounds).Select(round => Count($"round {round}.")).ShouldAllBe(letters => letters == 1);

            int Count(string words) =>
                mailbox.To(people.BensAddress).Count(letter => letter.Text.Contains(words, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Of_three_processes_one_sends_each_letter()
    {
        const int letters = 24;
        Assert.SkipUnless(Installation.CanRun(Kind.Three), "Install PostgreSQL and redis-server.");
        await using var smtp = new SmtpReceiver();
        await using var place = await Installation.Start(
            Kind.Three,
            users: 1,
            documents: 0,
            ("MDREADER_SMTP", $"smtp://127.0.0.1:{smtp.Port}?from=notes@example.org"),
            // All of them are due at once, for whichever process is first.
            ("MDReader__Notifications__LettersWait", "00:00:03"));
        var people = await Correspondence.Begin(place.Node(0), address => Eventually.Get(
            () => Received(address).FirstOrDefault(mail => mail.Subject.Contains("Confirm", StringComparison.Ordinal)),
            $"the code for {address}"));

        await Task.WhenAll(Enumerable.Range(0, letters).Select(number => people.Mention(place.Node(number), $"number {number}.")));

        await Eventually.Holds(() => Counts().All(count => count > 0), "every letter");
        await people.Mention(place.Node(0), "the last.");
        await Eventually.Holds(() => Count("the last.") > 0, "the last letter");
        Counts().ShouldAllBe(count => count == 1);

        IEnumerable<ReceivedMail> Received(string address) =>
            smtp.Letters.Select(ReceivedMail.Parse).Where(mail => mail.To == address);

        int Count(string words) =>
            Received(people.BensAddress).Count(mail => mail.Text.Contains(words, StringComparison.Ordinal));

        IEnumerable<int> Counts() => Enumerable.Range(0, letters).Select(number => Count($"number {number}."));
    }
}
