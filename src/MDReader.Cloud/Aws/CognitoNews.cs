using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MDReader.Cloud.Aws;

/// <summary>Whoever holds tokens of this subject holds nothing any more.</summary>
sealed record CognitoSignOut(string Subject);

/// <summary>The subject has another address, and has proven it.</summary>
sealed record CognitoAddressChange(string Subject, string Email);

/// <summary>The subject's account here has ended.</summary>
sealed record CognitoFarewell(string Subject);

/// <summary>What the pool has to hear because of something here: committed with it, and told until the pool has taken it.</summary>
sealed class CognitoNews(Database database, Outbox outbox)
{
    /// <summary>Adds it to the surrounding write, for each account of the pool that the person comes by.</summary>
    public Task Tell<T>(Guid userId, Func<string, T> news, CancellationToken cancellationToken)
        where T : class => database.Write(
        async (db, token) =>
        {
            var subjects = await db.ExternalIdentities
                .Where(identity => identity.UserId == userId && identity.Provider == CognitoUserPool.Provider)
                .Select(identity => identity.Subject).ToListAsync(token);
            foreach (var subject in subjects)
                await outbox.Add($"{subject} {Guid.NewGuid()}", news(subject), token);
        },
        cancellationToken);

    public static void Read(IServiceCollection services)
    {
        services.ReadOutbox<CognitoSignOut>(provider =>
        {
            var cognito = provider.GetRequiredService<CognitoApi>();
            return (told, _, cancellationToken) => IfThere(
                cognito, told.Subject, user => cognito.SignOutEverywhere(user, cancellationToken), cancellationToken);
        });
        services.ReadOutbox<CognitoAddressChange>(provider =>
        {
            var cognito = provider.GetRequiredService<CognitoApi>();
            // The address of somebody who comes by Google's pages is Google's to say.
            return (told, _, cancellationToken) => IfThere(
                cognito, told.Subject,
                user => user.IsElsewhere ? Task.CompletedTask : cognito.SetAddress(user.Name, told.Email, cancellationToken), cancellationToken);
        });
        services.ReadOutbox<CognitoFarewell>(provider =>
        {
            var cognito = provider.GetRequiredService<CognitoApi>();
            return (told, _, cancellationToken) => IfThere(
                cognito, told.Subject, user => cognito.Delete(user, cancellationToken), cancellationToken);
        });
    }

    // Who has gone from the pool already has no more to hear.
    static async Task IfThere(CognitoApi cognito, string subject, Func<CognitoUser, Task> call, CancellationToken cancellationToken)
    {
        if (await cognito.Find(subject, cancellationToken) is not { } user)
            return;
        try
        {
            await call(user);
        }
        catch (AwsException gone) when (gone.Code == "UserNotFoundException")
        {
        }
    }
}

/// <summary>Who somebody is to the pool, which ends with their account here.</summary>
sealed record CognitoData(CognitoNews News) : PersonalData("cognito")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) => new
    {
        Subjects = await db.ExternalIdentities
            .Where(identity => identity.UserId == userId && identity.Provider == CognitoUserPool.Provider)
            .Select(identity => identity.Subject).ToListAsync(cancellationToken),
    };

    public override Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        News.Tell(userId, subject => new CognitoFarewell(subject), cancellationToken);
}
