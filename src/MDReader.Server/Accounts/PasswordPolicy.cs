using System.Globalization;
using System.Text.RegularExpressions;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>What a new password must be. Each broken rule is named by its own code.</summary>
sealed partial class PasswordPolicy(IOptions<AccountsOptions> options)
{
    /// <summary>More adds nothing and costs time to judge and to hash.</summary>
    public const int Longest = 128;

    static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <param name="password">As typed.</param>
    /// <param name="pointer">The member it came in.</param>
    /// <param name="about">What others know of the person, such as the name: a password made of it is weak.</param>
    public IReadOnlyList<Flaw> Judge(string password, string pointer, params string[] about)
    {
        var shortest = options.Value.PasswordLength;
        if (password.Length > Longest)
        {
            return [Flaw("too-long", $"Shorten the password to {Longest} characters (now {password.Length}).")];
        }

        List<Flaw> flaws = [];
        Require(password.Length >= shortest, "too-short",
            string.Create(CultureInfo.InvariantCulture, $"Use at least {shortest} characters (now {password.Length})."));
        Require(password.Any(char.IsUpper), "needs-upper", "Add an upper-case letter.");
        Require(password.Any(char.IsLower), "needs-lower", "Add a lower-case letter.");
        Require(password.Any(char.IsDigit), "needs-digit", "Add a digit.");
        Require(password.Any(c => !char.IsLetterOrDigit(c)), "needs-symbol", "Add a symbol, such as ! or a space.");
        Require(!IsCommon(password.ToLowerInvariant()), "too-common",
            "Choose another: this one is on every list that attackers try first.");
        Require(Zxcvbn.Zxcvbn.MatchPassword(password, about).Score >= options.Value.PasswordStrength, "too-weak",
            "Make it harder to guess: a few unrelated words are better than one with digits put in.");
        return flaws;

        void Require(bool kept, string code, string message)
        {
            if (!kept)
            {
                flaws.Add(Flaw(code, message));
            }
        }

        Flaw Flaw(string code, string message) => new(pointer, "password-" + code, message);
    }

    // Attackers put digits and symbols around the words of the list as people do, so the word alone is looked up, too.
    static bool IsCommon(string password) =>
        Common.Value.Contains(password) || Common.Value.Contains(Word().Match(password).Value);

    [GeneratedRegex(@"\p{L}(.*\p{L})?")]
    private static partial Regex Word();

    static HashSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream(
            typeof(PasswordPolicy), "CommonPasswords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
