using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Pictures;

/// <summary>Section <c>MDReader:Pictures</c>: pictures that texts name and that lie on other servers.</summary>
public sealed class PicturesOptions
{
    public const string Section = "MDReader:Pictures";

    const int MiB = 1024 * 1024;

    /// <summary>Whether this server fetches them for who asks (<c>MDREADER_PICTURES_FROM_ELSEWHERE</c>).</summary>
    public bool FromElsewhere { get; set; }

    /// <summary>The largest picture, in bytes.</summary>
    [Range(1, 100 * MiB)]
    public int LargestPicture { get; set; } = 10 * MiB;

    /// <summary>How long the other server may take for all of it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many are fetched at once in a process.</summary>
    [Range(1, 100)]
    public int AtOnce { get; set; } = 4;

    /// <summary>How many one person may have fetched in a minute; those that are kept aren't counted.</summary>
    [Range(1, int.MaxValue)]
    public int PerMinute { get; set; } = 60;

    /// <summary>How long a picture is kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>What all that are kept may take of each process's memory, in bytes; the oldest go first.</summary>
    [Range(0, 16L * 1024 * MiB)]
    public long KeptBytes { get; set; } = 64 * MiB;

    /// <summary>Calls any address, private ones too. Only where no address of others can be reached from here.</summary>
    public bool AnyAddress { get; set; }

    /// <summary>Calls any port, and not 80 and 443 alone.</summary>
    public bool AnyPort { get; set; }
}
