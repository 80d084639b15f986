using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Platform;

/// <summary>A key that this instance made for itself on its first start. It lives in the database, so that several
/// processes sign and verify with the same one.</summary>
public sealed class InstanceSecret
{
    public required string Name { get; init; }

    public required byte[] Value { get; set; }
}

sealed class InstanceSecretTable : IEntityTypeConfiguration<InstanceSecret>
{
    public void Configure(EntityTypeBuilder<InstanceSecret> builder)
    {
        builder.ToTable("instance_secrets");
        builder.HasKey(secret => secret.Name);
    }
}

/// <summary>The instance's own keys, made when first asked for.</summary>
public sealed class InstanceSecrets(Database database)
{
    const int Bytes = 32;

    readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> _keys = new();

    /// <summary>A key of 256 bits under this name.</summary>
    public Task<byte[]> Get(string name) =>
        _keys.GetOrAdd(name, _ => new Lazy<Task<byte[]>>(() => Load(name))).Value;

    // Shared by everybody who waits for it, so no caller's cancellation may end it.
    async Task<byte[]> Load(string name)
    {
        var kept = await database.Read(
            (db, token) => db.Set<InstanceSecret>().SingleOrDefaultAsync(secret => secret.Name == name, token),
            CancellationToken.None);
        return kept?.Value ?? await database.Write(
            async (db, token) =>
            {
                var secret = await db.Set<InstanceSecret>().SingleOrDefaultAsync(found => found.Name == name, token);
                if (secret is null)
                {
                    secret = new InstanceSecret { Name = name, Value = RandomNumberGenerator.GetBytes(Bytes) };
                    db.Add(secret);
                }

                return secret.Value;
            },
            CancellationToken.None);
    }
}
