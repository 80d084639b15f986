using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace Server.Tests.Simulation;

/// <summary>
/// A program of somebody's, perhaps an agent, that writes the document without having it open. It reads the text, puts one
/// character in that nobody else ever wrote and perhaps takes one out, and sends that when others may have written
/// meanwhile, over the version it read or as a merge. Where it gets no answer it sends the same again, if it may be repeated.
/// </summary>
/// <param name="name">For what is printed; an agent's.</param>
/// <param name="user">In whose name it writes.</param>
/// <param name="credential">By which token.</param>
/// <param name="world">What it stands on.</param>
sealed class SimulatedWriter(string name, Guid user, Guid credential, SimulatedWorld world)
{
    static readonly byte[] Secret = new byte[32];

    Content? _read;
    Letter? _unanswered;
    Task _underWay = Task.CompletedTask;
    int _written;

    public Guid Credential => credential;

    /// <summary>Does the next thing, at this process, once it has had the answer to the last.</summary>
    public async Task Go(SimulatedHouse house, Func<char> next)
    {
        if (!_underWay.IsCompleted)
            return;
        await _underWay;
        _underWay = _unanswered is null && (_read is null || world.Chance.Next(4) == 0) ? Read(house) : Write(house, next);
    }

    /// <summary>Fails if something went wrong that nobody has heard of yet.</summary>
    public Task Settle() => _underWay.IsCompleted ? _underWay : Task.CompletedTask;

    /// <summary>Whether this is its agent as others are shown it.</summary>
    public bool IsShownAs(Said said) => said.Agent == name && said.User == user && said.Client == AtWork().Client;

    async Task Read(SimulatedHouse house)
    {
        try
        {
            _read = await new SimulatedText(house, world).Read();
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException)
        {
            // It tries again.
        }
    }

    async Task Write(SimulatedHouse house, Func<char> next)
    {
        var letter = _unanswered ?? Compose(_read!, next());
        var isRepeated = _unanswered is not null;
        _unanswered = null;
        WriteOutcome? outcome = null;
        try
        {
            outcome = await letter.SendTo(new(new SimulatedText(house, world), world.Options.TextLimit));
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException)
        {
            // Nobody answered.
        }
        // Or the answer got lost on its way.
        if (outcome is null || (letter.MayBeRepeated && world.Chance.Next(3) == 0))
        {
            _unanswered = letter.MayBeRepeated ? letter : null;
            return;
        }
        world.Checker.Answered(outcome, letter.Changes, mayBeThere: isRepeated);
        if (outcome is WriteOutcome.Written(_, _, _) { End: { } end })
            house.Hint(new RoomMessage.ShowAgent(AtWork(), CursorPlace.At(end)));
        if (world.Chance.Next(2) == 0)
            _read = null;
    }

    AgentAtWork AtWork() =>
        new(new(user, name, credential, Scopes.All, DateTimeOffset.MaxValue), SimulatedWorld.Workspace, Role.Editor, name)
        {
            Clock = (ulong)world.Time.GetUtcNow().ToUnixTimeMilliseconds() / 10,
        };

    Letter Compose(Content read, char character)
    {
        var text = read.File.Text;
        var at = world.Chance.Next(text.Length + 1);
        var isTaken = at < text.Length && world.Chance.Next(3) == 0;
        if (isTaken)
            world.Checker.Deleted(text[at]);
        IReadOnlyList<Change> changes =
            [new(0, 0, character, IsDeletion: false), .. isTaken ? new[] { new Change(0, 0, text[at], IsDeletion: true) } : []];
        var end = at + (isTaken ? 1 : 0);
        var isWhole = world.Chance.Next(2) == 0;
        NewText wanted = isWhole
            ? new NewText.WholeFile(read.File with { Text = text[..at] + character + text[end..] })
            : new NewText.Edits([new ContentEdit.Range(at, end, character.ToString())]);
        var wish = new Wish(user, wanted, credential);
        WriteKey? key = world.Chance.Next(2) == 0 ? new($"{name} {++_written}") : null;
        return world.Chance.Next(4) switch
        {
            0 => new(changes, MayBeRepeated: false, writing => writing.Write(wish, current => current == read.Etag)),
            // At the end of whatever is there.
            1 => new([changes[0]], MayBeRepeated: false, writing => writing.Write(
                wish with { Text = new NewText.Edits([new ContentEdit.Append(character.ToString())]) }, _ => true)),
            _ => new(changes, MayBeRepeated: key is not null, writing => writing.WriteSince(wish, (read.Etag, key))),
        };
    }

    /// <summary>A write, as often as it has to be sent.</summary>
    sealed record Letter(IReadOnlyList<Change> Changes, bool MayBeRepeated, Func<TextWriting, Task<WriteOutcome?>> SendTo);

    /// <summary>The document as a process gives it to who writes it.</summary>
    sealed class SimulatedText(SimulatedHouse house, SimulatedWorld world) : ITextToWrite
    {
        public Task<Content?> Read() => house.Ask<Content>(answer => new RoomMessage.Read(answer));

        public Task<EarlierState?> OpenAt(string etag) =>
            Task.FromResult(world.Log.OpenAt(world.Sabotage == Sabotage.MergesFromTheWrongBase ? world.Log.Etag : etag));

        public async Task<WriteOutcome?> Write(ContentWrite write)
        {
            while (true)
                if (await house.Ask<WriteOutcome>(answer => new RoomMessage.Write(write, answer)) is not WriteOutcome.NotTaken and var outcome)
                    return outcome ?? new WriteOutcome.NotThere();
        }

        public ulong ClientFor(WriteKey key, Guid author, OpenedDocument @base, IReadOnlyList<TextChange> changes) =>
            world.Sabotage == Sabotage.RepeatsAsAnother
                ? @base.Doc.ClientId
                : key.ClientFor(Secret, SimulatedWorld.Document, author, @base, changes);
    }
}
