using MDReader.Server.Collaboration;
using MDReader.Server.Documents;

namespace MDReader.Server.Search;

/// <summary>
/// Somebody else who reads texts once their writers pause. Each state is shown before the search takes it in, so that what
/// fails here is tried again with it, and may be shown more than once.
/// </summary>
interface ITextReader
{
    Task Read(Document document, Content content, CancellationToken cancellationToken);
}
