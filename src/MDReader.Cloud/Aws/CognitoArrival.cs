using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Cloud.Aws;

/// <summary>The account here of somebody whom Cognito has let in.</summary>
sealed class CognitoArrival(Arrival arrival, CognitoAddresses addresses)
{
    /// <summary>The account, found, linked or made; or why there is none.</summary>
    public async Task<(User? User, Refusal? Refusal)> Welcome(ExternalPerson person, CancellationToken cancellationToken)
    {
        var (user, refusal) = await arrival.SignIn(CognitoUserPool.Provider, person, cancellationToken);
        if (user is { MustConfirm: true })
            await addresses.SetProven(user.Email, cancellationToken);
        return (user, refusal);
    }

    /// <summary>Adds an account of the pool to what somebody comes by. Null when it is theirs now.</summary>
    public Task<Refusal?> Link(User user, string subject, CancellationToken cancellationToken) =>
        arrival.Link(user.Id, CognitoUserPool.Provider, new ExternalPerson(subject, user.Email, user.Name), cancellationToken);
}
