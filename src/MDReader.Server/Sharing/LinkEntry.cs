using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <param name="Role">One of <c>editor</c>, <c>commenter</c>, <c>viewer</c>.</param>
/// <param name="Label">What the owners call it.</param>
/// <param name="Password">Asked of whoever opens the link.</param>
/// <param name="ExpiresAt">Without it the link lives until it is deleted.</param>
/// <param name="UseLimit">How many people may come in by it; without it any number.</param>
/// <param name="AllowsGuests">False lets in people with an account only; without it everybody.</param>
public sealed record ShareLinkRequest(
    string? Role = null,
    string? Label = null,
    string? Password = null,
    DateTimeOffset? ExpiresAt = null,
    int? UseLimit = null,
    bool? AllowsGuests = null) : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. LinkRules.CheckRole(Role),
        .. Label is null ? [] : LinkRules.CheckLabel(Label),
        .. Password is null ? [] : LinkRules.CheckPassword(Password),
        .. LinkRules.CheckUseLimit(UseLimit),
    ];
}

/// <summary>What to change of a link; what is left out stays, and null takes away.</summary>
public sealed record LinkPatch : SecretBody, IChecked
{
    /// <summary>One of <c>editor</c>, <c>commenter</c>, <c>viewer</c>.</summary>
    public string? Role { get; set; }

    public string? Label
    {
        get;
        set => (field, Labels) = (value, true);
    }

    /// <summary>Whoever came in under another one has to give the new one.</summary>
    public string? Password
    {
        get;
        set => (field, Locks) = (value, true);
    }

    public DateTimeOffset? ExpiresAt
    {
        get;
        set => (field, Expires) = (value, true);
    }

    public int? UseLimit
    {
        get;
        set => (field, Limits) = (value, true);
    }

    /// <summary>False takes the roles of the guests who came by it; null changes nothing.</summary>
    public bool? AllowsGuests { get; set; }

    internal bool Labels { get; private set; }

    internal bool Locks { get; private set; }

    internal bool Expires { get; private set; }

    internal bool Limits { get; private set; }

    public IEnumerable<Flaw> Check() =>
    [
        .. Role is null ? [] : LinkRules.CheckRole(Role),
        .. Label is null ? [] : LinkRules.CheckLabel(Label),
        .. Password is null ? [] : LinkRules.CheckPassword(Password),
        .. LinkRules.CheckUseLimit(UseLimit),
    ];
}

static class LinkRules
{
    public const int LongestLabel = 100;
    public const int LongestPassword = 200;
    public const int LargestUseLimit = 100_000;

    public static IEnumerable<Flaw> CheckRole(string? role) => RoleWords.Read(role) is null or Access.Role.Owner
        ? [new Flaw("/role", "unknown-role", "Use \"editor\", \"commenter\" or \"viewer\"; nobody owns by a link.")]
        : [];

    public static IEnumerable<Flaw> CheckLabel(string label) => Checked.Line(label, "/label", LongestLabel);

    public static IEnumerable<Flaw> CheckPassword(string password) => password.Length is 0 or > LongestPassword
        ? [new Flaw("/password", "length", $"Choose a password of 1 to {LongestPassword} characters, or none.")]
        : [];

    public static IEnumerable<Flaw> CheckUseLimit(int? limit) => limit is null or (>= 1 and <= LargestUseLimit)
        ? []
        : [new Flaw("/useLimit", "out-of-range", $"Choose 1 to {LargestUseLimit}, or leave it out (now {limit}).")];

    /// <summary>Null for a time to come, or none.</summary>
    public static Refusal? RefuseExpiry(DateTimeOffset? expiresAt, DateTimeOffset now) => expiresAt <= now
        ? Problems.Flawed([new Flaw("/expiresAt", "out-of-range", $"Choose a time after now ({now:u}), or none.")])
        : null;
}

/// <summary>A link as the document's owners see it.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Role">Of whoever comes in by it.</param>
/// <param name="Label">What the owners call it.</param>
/// <param name="HasPassword">Whether one is asked for.</param>
/// <param name="AllowsGuests">Whether it lets in people without an account, too.</param>
/// <param name="Uses">How many people have come in by it.</param>
/// <param name="CreatedBy">The account that made it.</param>
/// <param name="LastUsedAt">When somebody last came in by it, or came back.</param>
/// <param name="IsOpen">Whether it still lets anybody new in.</param>
/// <param name="Token">What <c>POST /links/{token}/open</c> takes; left out in the replay of a request with an idempotency key.</param>
/// <param name="Url">The page to send to others, with the token; left out likewise.</param>
public sealed record LinkEntry(
    Guid Id,
    Guid DocumentId,
    Role Role,
    string? Label,
    bool HasPassword,
    DateTimeOffset? ExpiresAt,
    int? UseLimit,
    bool AllowsGuests,
    int Uses,
    Guid CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    bool IsOpen,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null)
{
    public override string ToString() => $"{nameof(LinkEntry)} {Id}";
}
