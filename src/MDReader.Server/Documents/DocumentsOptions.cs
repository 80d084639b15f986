using System.ComponentModel.DataAnnotations;

namespace MDReader.Server.Documents;

/// <summary>Section <c>MDReader:Documents</c>.</summary>
public sealed class DocumentsOptions
{
    public const string Section = "MDReader:Documents";

    /// <summary>How long what was deleted waits in the trash (<c>MDREADER_TRASH_DAYS</c>); 0 for ever.</summary>
    [Range(0, 36_500)]
    public int TrashDays { get; set; } = 30;
}
