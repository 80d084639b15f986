using System.Security.Cryptography;
using System.Text;

namespace MDReader.Cloud.Redis;

/// <summary>A Lua script, sent once and called by its hash from then on; Redis runs it as one step.</summary>
sealed class RedisScript(string source)
{
    // The hash by which Redis itself names scripts; it protects nothing.
#pragma warning disable CA5350
    readonly string _hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(source)));
#pragma warning restore CA5350

    public async Task<Resp> Run(RedisClient redis, string key, params object[] arguments)
    {
        try
        {
            return await redis.Execute(["EVALSHA", _hash, 1, key, .. arguments]);
        }
        catch (RedisRefusedException refused) when (refused.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await redis.Execute(["EVAL", source, 1, key, .. arguments]);
        }
    }
}
