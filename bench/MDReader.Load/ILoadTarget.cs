namespace MDReader.Load;

/// <summary>Where a <see cref="LoadClient"/> goes.</summary>
interface ILoadTarget
{
    Dialect Dialect { get; }

    /// <summary>On 127.0.0.1.</summary>
    int Port { get; }

    IReadOnlyList<string> Documents { get; }

    /// <summary>Path and query of a document's socket, for one of the people.</summary>
    string PathOf(string document, int person);
}
