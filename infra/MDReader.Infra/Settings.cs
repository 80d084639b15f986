using Constructs;

namespace MDReader.Infra;

/// <summary>What differs from one owner to the next, given as <c>--context name=value</c>.</summary>
/// <param name="Domain">The address people use.</param>
/// <param name="FilesDomain">Another one, where what people upload is served from.</param>
/// <param name="Certificate">ARN of an ACM certificate for both in us-east-1.</param>
/// <param name="MailDomain">The domain that letters come from, verified in SES by the records it asks for.</param>
/// <param name="Repository">The GitHub repository whose workflow may deploy, as <c>owner/name</c>.</param>
/// <param name="GoogleClientId">People may sign in with Google; its secret is <c>{"client_secret"}</c> in the secret
/// <c>mdreader/google</c>, put there beforehand.</param>
/// <param name="GitHubClientId">People may sign in with GitHub; its secret is <c>{"client_secret"}</c> in the secret
/// <c>mdreader/github</c>, put there beforehand.</param>
/// <param name="AssistantUrl">Where the assistant's models are, as <c>MDREADER_AI_URL</c>; none without it.</param>
/// <param name="AssistantModels">Which of them people may use, separated by commas.</param>
/// <param name="UrlSigningKey">PEM of the RSA public key that CloudFront checks signed URLs with.</param>
/// <param name="FormerUrlSigningKey">The one before, while links are about that it signed.</param>
/// <param name="Alarms">Where alarms are sent.</param>
/// <param name="Gateway">API Gateway in front as well, for REST and for WebSocket.</param>
sealed record Settings(
    string Domain,
    string FilesDomain,
    string Certificate,
    string MailDomain,
    string Repository,
    string? GoogleClientId,
    string? GitHubClientId,
    string? AssistantUrl,
    string AssistantModels,
    string UrlSigningKey,
    string? FormerUrlSigningKey,
    string Alarms,
    bool Gateway)
{
    public static Settings Of(Node node) => new(
        Required(node, "domain"),
        Required(node, "filesDomain"),
        Required(node, "certificate"),
        Required(node, "mailDomain"),
        Required(node, "repository"),
        Optional(node, "googleClientId"),
        Optional(node, "githubClientId"),
        Optional(node, "assistantUrl"),
        Optional(node, "assistantUrl") is null ? "" : Required(node, "assistantModels"),
        Required(node, "urlSigningKey"),
        Optional(node, "formerUrlSigningKey"),
        Required(node, "alarms"),
        Optional(node, "gateway") == "yes");

    static string? Optional(Node node, string name) => node.TryGetContext(name) as string;

    static string Required(Node node, string name) => Optional(node, name)
        ?? throw new InvalidOperationException($"Say --context {name}=… or write it into infra/cdk.json; infra/README.md explains it.");
}
