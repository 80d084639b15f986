namespace MDReader.Client;

/// <summary>What a client needs to know of a server before anybody signs in.</summary>
/// <param name="SignInMethods"><c>password</c>, and the names of the providers.</param>
/// <param name="Signup"><c>open</c> or <c>invited</c>.</param>
/// <param name="Email">Whether it can send mail.</param>
/// <param name="Limits">By name.</param>
/// <param name="Features">By name; what isn't named isn't there.</param>
public sealed record ServerConfig(
    IReadOnlyList<string> SignInMethods, IReadOnlyList<SignInProvider> Providers, string Signup, PasswordRules Password, bool Email,
    IReadOnlyDictionary<string, long> Limits, IReadOnlyDictionary<string, bool> Features);

/// <summary>A way to sign in elsewhere.</summary>
/// <param name="Title">For its button.</param>
/// <param name="StartHref">Where the browser goes; <c>?returnTo=</c> says where it comes back to.</param>
public sealed record SignInProvider(string Name, string Title, string StartHref);

/// <summary>What a new password must be.</summary>
/// <param name="MinimumLength">Characters.</param>
/// <param name="MinimumScore">zxcvbn's, 0 to 4.</param>
/// <param name="Classes">Each must occur: <c>upper</c>, <c>lower</c>, <c>digit</c>, <c>symbol</c>.</param>
public sealed record PasswordRules(int MinimumLength, int MinimumScore, IReadOnlyList<string> Classes);

/// <param name="IsOn">Whether there are nightly backups at all.</param>
/// <param name="LastVerifiedRestore">When a backup was last restored for a trial, and the same rows came back.</param>
/// <param name="Backups">The newest first.</param>
public sealed record NightlyBackups(bool IsOn, DateTimeOffset? LastVerifiedRestore, IReadOnlyList<Backup> Backups);

/// <param name="CreatedAt">Of a damaged one, its night.</param>
/// <param name="Rows">Of all tables.</param>
/// <param name="VerifiedAt">When it was restored for a trial; null when that failed or is still to come.</param>
/// <param name="Damage">Why it can't be read, and so nothing more is known of it; null for one that can.</param>
public sealed record Backup(
    string Name, DateTimeOffset CreatedAt, long Rows, int Attachments, long AttachmentBytes, DateTimeOffset? VerifiedAt,
    string? Damage);
