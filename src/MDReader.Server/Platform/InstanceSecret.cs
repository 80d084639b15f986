using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>The instance's own keys, each for one purpose, derived from a single one in the database. That one is read, or
/// made, before the server starts to listen: a key made inside somebody's transaction would be lost with it.</summary>
public sealed class InstanceSecrets(Database database)
{
    const string Name = "key";
    const int Bytes = 32;

    readonly ConcurrentDictionary<string, byte[]> _keys = new();
    byte[]? _master;

    /// <summary>A key of 256 bits for this purpose.</summary>
    public byte[] Get(string purpose) => _keys.GetOrAdd(purpose, _ => HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        _master ?? throw new InvalidOperationException("The instance's key is read when the server starts."),
        Bytes,
        info: Encoding.UTF8.GetBytes(purpose)));

    internal async Task Load(CancellationToken cancellationToken) => _master = await Find(cancellationToken) ?? await database.Write(
        async (db, token) =>
        {
            var secret = await db.Set<InstanceSecret>().SingleOrDefaultAsync(kept => kept.Name == Name, token);
            if (secret is null)
            {
                secret = new InstanceSecret { Name = Name, Value = RandomNumberGenerator.GetBytes(Bytes) };
                db.Add(secret);
            }

            return secret.Value;
        },
        cancellationToken);

    ValueTask<byte[]?> Find(CancellationToken cancellationToken) => database.LookOne(
        "select value from instance_secrets where name = @name",
        [("@name", Name)],
        row => row.GetFieldValue<byte[]>(0),
        cancellationToken);
}
