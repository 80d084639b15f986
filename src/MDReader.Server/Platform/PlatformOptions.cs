using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Platform;

/// <summary>Section <c>MDReader</c>.</summary>
public sealed class PlatformOptions
{
    public const string Section = "MDReader";

    /// <summary>The folder that holds everything this instance keeps (<c>MDREADER_DATA</c>).</summary>
    [Required]
    public string Data { get; set; } = "./data";

    /// <summary>Origins besides the server's own that a browser may call from, as <c>https://host[:port]</c>.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>The address people reach the server at, when a proxy stands in front of it. Its origin counts as own.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Networks of the proxies in front of this server, beside this machine's own (<c>MDREADER_PROXIES</c>): what they
    /// say of a caller's address is believed.</summary>
    public string Proxies { get; set; } = "";
}
