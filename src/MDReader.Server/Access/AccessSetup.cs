namespace MDReader.Server.Access;

static class AccessSetup
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Authorizer>();
        services.AddSingleton<DocumentPeople>();
        services.AddSingleton<Rehearsal>();
        services.AddSingleton<Acquaintance>();
    }
}
