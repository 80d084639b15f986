using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Accounts;

public enum ProviderKind
{
    /// <summary>OpenID Connect: everything else is discovered from the issuer.</summary>
    OpenIdConnect,

    /// <summary>GitHub's own OAuth, which is no OpenID Connect.</summary>
    GitHub,
}

/// <summary>A way to sign in elsewhere. Section <c>MDReader:Accounts:Providers:name</c>.</summary>
public sealed class ProviderOptions
{
    public ProviderKind Kind { get; set; } = ProviderKind.OpenIdConnect;

    /// <summary>What its button says; without it the name.</summary>
    public string? Title { get; set; }

    /// <summary>Such as <c>https://accounts.google.com</c>; of GitHub only where it is an Enterprise Server.</summary>
    public Uri? Issuer { get; set; }

    /// <summary>GitHub's API, where it is an Enterprise Server.</summary>
    public Uri? Api { get; set; }

    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>None for a public client; PKCE is used either way.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Separated by spaces.</summary>
    public string Scopes { get; set; } = "openid email profile";
}
