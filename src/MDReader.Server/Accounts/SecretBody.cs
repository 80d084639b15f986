namespace MDReader.Server.Accounts;

/// <summary>A request body that holds a secret: it prints its name and nothing of what it holds, should it ever come near
/// a log line.</summary>
public abstract record SecretBody
{
    public sealed override string ToString() => GetType().Name;
}
