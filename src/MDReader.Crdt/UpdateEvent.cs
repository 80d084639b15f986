namespace MDReader.Crdt;

/// <summary>What one transaction added, as an update V1 for other replicas.</summary>
public sealed record UpdateEvent(byte[] Update, object? Origin);
