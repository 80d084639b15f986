using System.Text.RegularExpressions;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace Server.Tests.Platform;

public sealed partial class SecretTests
{
    /// <summary>A record prints its members, and what prints may be logged.</summary>
    [Fact]
    public void A_record_with_a_secret_does_not_print_it()
    {
        var secretive = typeof(Database).Assembly.GetTypes()
            .Where(type => type.GetMethod("<Clone>$") is not null && !type.IsAbstract && type != typeof(Flaw) && type != typeof(EditFlaw))
            .Where(type => type.Namespace?.StartsWith("MDReader", StringComparison.Ordinal) == true)
            .Where(type => type.GetProperties().Any(property => property.PropertyType == typeof(string) && Secret().IsMatch(property.Name)))
            .Where(type => !typeof(Exception).IsAssignableFrom(type))
            .ToList();
        secretive.Count.ShouldBeGreaterThan(8);

        secretive.Where(type => !typeof(SecretBody).IsAssignableFrom(type) && IsGenerated(type)).Select(type => type.FullName)
            .ShouldBeEmpty("derive it from SecretBody, or give it a ToString of its own");
    }

    static bool IsGenerated(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false);

    [GeneratedRegex("Password|Secret|Token$|^Access$|^Refresh$|^Code$|Challenge$|Ticket$|Verifier")]
    private static partial Regex Secret();
}
