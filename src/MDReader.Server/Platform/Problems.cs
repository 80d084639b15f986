namespace MDReader.Server.Platform;

/// <summary>A kind of refusal: the URI that clients switch on, its title and its status.</summary>
public sealed record ProblemType(string Name, int Status, string Title)
{
    public string Uri => Problems.Base + Name;

    /// <param name="detail">What to do next, with the number.</param>
    public Refusal Because(string detail) => new(this, detail);
}

/// <summary>The registry of all problem types. A name, once published, keeps its meaning.</summary>
public static class Problems
{
    public const string Base = "https://mdreader.dev/problems/";

    // About the request itself.
    public static readonly ProblemType BadRequest = new("bad-request", 400, "The request can't be read");
    public static readonly ProblemType MalformedJson = new("malformed-json", 400, "The body is not the JSON expected here");
    public static readonly ProblemType CursorMismatch = new("cursor-mismatch", 400, "The cursor belongs to another list");
    public static readonly ProblemType NotFound = new("not-found", 404, "Nothing is here");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "Not with this method");
    public static readonly ProblemType TooLarge = new("too-large", 413, "The request is too large");
    public static readonly ProblemType UnsupportedMediaType =
        new("unsupported-media-type", 415, "The body has another media type than this route reads");
    public static readonly ProblemType Invalid = new("validation-failed", 422, "The request has invalid values");
    public static readonly ProblemType RateLimited = new("rate-limited", 429, "Too many requests");
    public static readonly ProblemType Failed = new("internal-error", 500, "The server failed");
    public static readonly ProblemType Unavailable = new("unavailable", 503, "The server is not ready");

    // Preconditions and repetition.
    public static readonly ProblemType PreconditionFailed = new("precondition-failed", 412, "It has changed since");
    public static readonly ProblemType PreconditionRequired =
        new("precondition-required", 428, "Say which version you read");
    public static readonly ProblemType IdempotencyKeyReused =
        new("idempotency-key-reused", 422, "The idempotency key was used for another request");
    public static readonly ProblemType IdempotencyInProgress =
        new("idempotency-in-progress", 409, "A request with this idempotency key is still running");

    // Who is calling.
    public static readonly ProblemType Unauthenticated = new("unauthenticated", 401, "Sign in first");
    public static readonly ProblemType InvalidCredentials =
        new("invalid-credentials", 401, "The e-mail address or the password is wrong");
    public static readonly ProblemType InvalidRefreshToken =
        new("invalid-refresh-token", 401, "The refresh token is unknown, used or expired");
    public static readonly ProblemType OriginNotAllowed = new("origin-not-allowed", 403, "Not from this origin");
    public static readonly ProblemType InsufficientScope =
        new("insufficient-scope", 403, "The token may not be used for this");
    public static readonly ProblemType Forbidden = new("forbidden", 403, "Your role doesn't allow this");

    // Accounts.
    public static readonly ProblemType SignupClosed = new("signup-closed", 403, "Sign-up is by invitation here");
    public static readonly ProblemType EmailTaken = new("email-taken", 409, "There is an account with this address");
    public static readonly ProblemType InvalidCode =
        new("invalid-code", 422, "The code is wrong, used or expired");
    public static readonly ProblemType ConfirmationRequired =
        new("confirmation-required", 403, "The e-mail address isn't confirmed yet");
    public static readonly ProblemType WrongPassword = new("wrong-password", 403, "This is not your password");
    public static readonly ProblemType SecondFactorRequired =
        new("second-factor-required", 401, "A second factor is needed");
    public static readonly ProblemType InvalidChallenge =
        new("invalid-challenge", 401, "The sign-in is over and begins again");
    public static readonly ProblemType SecondFactorOn =
        new("second-factor-on", 409, "There is a second factor already");
    public static readonly ProblemType ProviderFailed =
        new("provider-failed", 502, "The sign-in provider didn't answer as it should");
    public static readonly ProblemType ProviderRefused =
        new("provider-refused", 401, "The sign-in at the provider didn't come through");
    public static readonly ProblemType EmailNotVerified =
        new("email-not-verified", 403, "The provider doesn't vouch for the e-mail address");
    public static readonly ProblemType AccountExists =
        new("account-exists", 409, "There is an account with this address already");
    public static readonly ProblemType IdentityTaken =
        new("identity-taken", 409, "This sign-in belongs to another account");
    public static readonly ProblemType LastSignInMethod =
        new("last-sign-in-method", 409, "This is the only way to sign in");
    public static readonly ProblemType SoleOwner =
        new("sole-owner", 409, "Workspaces would be left without an owner");
    public static readonly ProblemType InvalidSetupToken =
        new("invalid-setup-token", 403, "The set-up link is not this instance's");
    public static readonly ProblemType SetupFinished = new("setup-finished", 410, "This instance is set up already");

    // Workspaces and documents.
    public static readonly ProblemType SyncCursorExpired =
        new("sync-cursor-expired", 410, "The feed no longer reaches back that far");
    public static readonly ProblemType LastOwner = new("last-owner", 409, "A workspace keeps at least one owner");
    public static readonly ProblemType Trashed = new("trashed", 410, "The document is in the trash");

    public static readonly ProblemType LinkPasswordRequired =
        new("link-password-required", 403, "The link asks for its password");

    public static readonly ProblemType SlugTaken = new("slug-taken", 409, "Another page has this address");

    // Content.
    public static readonly ProblemType BaseUnavailable = new("base-unavailable", 409, "The base version is no longer kept");

    public static readonly ProblemType AlreadyDecided = new("already-decided", 409, "Somebody has decided on it already");
    public static readonly ProblemType SuggestionConflict =
        new("suggestion-conflict", 409, "The text has changed where the suggestion belongs");

    public static readonly ProblemType EditNotFound = new("edit-not-found", 422, "An edit finds nothing to change");
    public static readonly ProblemType EditAmbiguous = new("edit-ambiguous", 422, "An edit could mean several places");

    // Attachments.
    public static readonly ProblemType UploadMismatch =
        new("upload-mismatch", 422, "The bytes are not what was announced");
    public static readonly ProblemType UploadIncomplete =
        new("upload-incomplete", 409, "The bytes haven't arrived yet");
    public static readonly ProblemType QuotaExceeded = new("quota-exceeded", 409, "There is no room left for this");

    // Imports and exports.
    public static readonly ProblemType ArchiveRefused = new("archive-refused", 422, "The archive can't be imported");
    public static readonly ProblemType JobInterrupted = new("job-interrupted", 409, "The work was broken off");

    // Pictures from elsewhere.
    public static readonly ProblemType PicturesOff =
        new("pictures-off", 404, "This server fetches no pictures from elsewhere");
    public static readonly ProblemType PictureFailed = new("picture-failed", 502, "The picture can't be had");

    // The assistant.
    public static readonly ProblemType AssistantOff = new("assistant-off", 404, "This server has no assistant");
    public static readonly ProblemType AssistantBudget =
        new("assistant-budget", 429, "The day's tokens are used up");
    public static readonly ProblemType AssistantRefused =
        new("assistant-refused", 422, "The model's provider refused the request");
    public static readonly ProblemType AssistantFailed =
        new("assistant-failed", 502, "The model's provider didn't answer as it should");
    public static readonly ProblemType AssistantSlow = new("assistant-slow", 504, "The model took too long");

    /// <summary>Refuses a body for what is said of its members.</summary>
    public static Refusal Flawed(IReadOnlyList<Flaw> flaws) => new(
        Invalid,
        flaws.Count == 1 ? flaws[0].Message : $"{flaws.Count} values need a change; see errors.",
        flaws);

    /// <summary>The plainest type for a status that ASP.NET Core itself came to.</summary>
    public static ProblemType OfStatus(int status) => status switch
    {
        400 => BadRequest,
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        412 => PreconditionFailed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        429 => RateLimited,
        503 => Unavailable,
        >= 500 => Failed,
        _ => BadRequest with { Status = status },
    };
}
