namespace MDReader.Server.Platform;

/// <summary>A limit that clients are told of before they meet it; a feature registers its own.</summary>
public sealed record PublicLimit(string Name, long Value);

/// <summary>Whether this instance has something; a feature registers its own.</summary>
public sealed record FeatureSwitch(string Name, bool On);
