using System.IO.Compression;

namespace MDReader.Conformance;

static class Gzip
{
    public static byte[] Read(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }
}
