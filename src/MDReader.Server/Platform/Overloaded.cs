namespace MDReader.Server.Platform;

/// <summary>Somebody whom this server asks has too much to do: answered 429, to come again later.</summary>
/// <param name="who">Such as <c>Cognito</c>.</param>
/// <param name="wait">Until it is worth another try.</param>
public sealed class OverloadedException(string who, TimeSpan wait, Exception inner)
    : Exception($"{who} has too many requests.", inner)
{
    internal Refusal Refusal => Problems.RateLimited.Because($"Wait {(int)wait.TotalSeconds} seconds; {who} has too many requests.").After(wait);
}
