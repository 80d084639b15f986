namespace MDReader.Server.Collaboration;

/// <summary>How a line ends in a file. In the document's text every line ends with a line feed.</summary>
enum LineEnd : byte
{
    Lf,
    CrLf,
    Cr,
}
