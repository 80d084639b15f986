using MDReader.Server.Platform;
using Microsoft.AspNetCore.Authentication;

namespace MDReader.Server.Accounts;

static class AccountsSetup
{
    public static void AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<AccountsOptions>(configuration, AccountsOptions.Section);
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<Bearer>();
        services.AddSingleton<Authenticate>(provider => provider.GetRequiredService<Bearer>().Authenticate);
        services.AddAuthentication(BearerHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);
    }
}
