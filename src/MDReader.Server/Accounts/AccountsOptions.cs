using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Accounts;

public enum Signup
{
    /// <summary>Anyone who reaches the server may make an account.</summary>
    Open,

    /// <summary>Only with an invite.</summary>
    Invited,
}

/// <summary>Section <c>MDReader:Accounts</c>.</summary>
public sealed class AccountsOptions
{
    public const string Section = "MDReader:Accounts";

    /// <summary><c>MDREADER_SIGNUP</c>.</summary>
    public Signup Signup { get; set; } = Signup.Open;

    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session lives without a refresh.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3660.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a mailed code proves an address, and how long one sets a password.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00")]
    public TimeSpan ConfirmationLifetime { get; set; } = TimeSpan.FromHours(24);

    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ResetLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long ago somebody without a password may have signed in, to do what others give their password for.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan FreshSignIn { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), "00:00:01", "3660.00:00:00")]
    public TimeSpan LongestPersonalAccessToken { get; set; } = TimeSpan.FromDays(366);

    [Range(8, 128)]
    public int PasswordLength { get; set; } = 8;

    /// <summary>zxcvbn's estimate, 0 to 4.</summary>
    [Range(0, 4)]
    public int PasswordStrength { get; set; } = 2;

    /// <summary>PBKDF2 iterations.</summary>
    [Range(1_000, int.MaxValue)]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>How many passwords are hashed at the same time; more would take the processor from everybody else.</summary>
    [Range(1, 64)]
    public int PasswordHashesAtOnce { get; set; } = 2;

    /// <summary>Sign-in attempts for one account from one address.</summary>
    [Range(1, int.MaxValue)]
    public int SignInsPerMinute { get; set; } = 5;

    [Range(1, int.MaxValue)]
    public int SignInsPerDay { get; set; } = 50;

    [Range(1, int.MaxValue)]
    public int SignInsPerMinuteAndAddress { get; set; } = 60;

    [Range(1, int.MaxValue)]
    public int SignUpsPerMinuteAndAddress { get; set; } = 120;

    /// <summary>Codes asked for from one address, and codes tried.</summary>
    [Range(1, int.MaxValue)]
    public int CodesPerMinuteAndAddress { get; set; } = 30;

    /// <summary>Ways to sign in besides the password, by their name in addresses, such as <c>google</c>.</summary>
    public IDictionary<string, ProviderOptions> Providers { get; } = new Dictionary<string, ProviderOptions>();
}
