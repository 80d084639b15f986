using MDReader.Server.Platform;
using Microsoft.AspNetCore.Authentication;

namespace MDReader.Server.Accounts;

static class AccountsSetup
{
    public static void AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<AccountsOptions>(configuration, AccountsOptions.Section);
        services.AddFeatureJson(AccountsJson.Default);

        services.AddSingleton<AccessTokens>();
        services.AddSingleton<Bearer>();
        services.AddSingleton<Authenticate>(provider => provider.GetRequiredService<Bearer>().Authenticate);
        // The core alone: the rest would bring data protection, which keeps key files in the profile of whoever runs it.
        services.AddWebEncoders();
        services.AddAuthenticationCore(options => options.DefaultScheme = BearerHandler.SchemeName);
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);

        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<NewAccount>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<PersonalAccessTokens>();
    }

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        api.MapConfig();

        var auth = api.MapGroup("/auth").AllowAnonymous().WithMetadata(new NotIdempotent());
        auth.MapSignup();
        auth.MapSignIn();

        var me = api.MapGroup("/me").NeedScope(Scopes.Account);
        me.MapMe();
        me.MapSessions();
        me.MapTokens();
    }
}
