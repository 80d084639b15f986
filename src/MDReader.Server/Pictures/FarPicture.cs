namespace MDReader.Server.Pictures;

/// <summary>A picture of another server.</summary>
/// <param name="Bytes">As they came; nobody changes them.</param>
/// <param name="MediaType">What the bytes are, whatever the other server calls them.</param>
sealed record FarPicture(byte[] Bytes, string MediaType);
