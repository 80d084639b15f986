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
        services.AddSingleton<StillGood>(provider => provider.GetRequiredService<Bearer>().StillGood);
        // The core alone: the rest would bring data protection, which keeps key files in the profile of whoever runs it.
        services.AddWebEncoders();
        services.AddAuthenticationCore(options => options.DefaultScheme = BearerHandler.SchemeName);
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);

        services.AddSingleton<Passwords>();
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<NewAccount>();
        services.AddSingleton<PasswordRoom>();
        services.AddSingleton<OwnPasswords>();
        services.AddSingleton<MailedCodes>();
        services.AddSingleton<AddressProof>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<SecondFactorCheck>();
        services.AddSingleton<AuthenticatorApps>();
        services.AddSingleton<IUserPool, LocalUserPool>();
        services.AddSingleton<ReadPoolToken>(_ => (_, _) => default);
        services.ReadForgotten();
        services.AddProviders();
        services.AddSingleton<Reauthentication>();
        services.AddSingleton<Profile>();
        services.AddSingleton<SensitiveChange>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<PersonalData, AccountData>();
        services.AddSingleton(new PublicLimit("pictureBytes", PictureRoutes.LargestBytes));
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<SignInFailures>();
        services.ReadOutbox<SignInFailure>(provider => provider.GetRequiredService<SignInFailures>().Record);
        services.AddSingleton<Sessions>();
        services.AddSingleton<PersonalAccessTokens>();
        services.AddSingleton<Guests>();
    }

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        api.MapConfig();

        var auth = api.MapGroup("/auth").AllowAnonymous().WithMetadata(new NotIdempotent("nobody is signed in whose key it could be"));
        auth.MapSignup();
        auth.MapSignIn();
        auth.MapCodes();
        auth.MapProviders();

        var me = api.MapGroup("/me").NeedScope(Scopes.Account);
        me.MapMe();
        me.MapPicture();
        me.MapSecondFactor();
        me.MapIdentities();
        me.MapSessions();
        me.MapTokens();
    }

    static void AddProviders(this IServiceCollection services)
    {
        services.AddHttpClient(ProviderHttp.ClientName, client =>
            {
                client.Timeout = ProviderHttp.Patience;
                client.MaxResponseContentBufferSize = ProviderHttp.LongestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<Providers>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<Arrival>();
        services.AddSingleton<ProviderSignIn>();
    }
}
