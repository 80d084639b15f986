using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>Hashes and checks passwords, a few at a time: each costs a tenth of a second of processor on purpose.</summary>
sealed class Passwords : IDisposable
{
    readonly IPasswordHasher<User> _hasher;
    readonly SemaphoreSlim _turns;
    readonly string _nobodys;

    public Passwords(IOptions<AccountsOptions> options)
        : this(options, new PasswordHasher<User>(
            Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations })))
    {
    }

    internal Passwords(IOptions<AccountsOptions> options, IPasswordHasher<User> hasher)
    {
        _hasher = hasher;
        _turns = new SemaphoreSlim(options.Value.PasswordHashesAtOnce);
        _nobodys = Nobodys(options.Value.PasswordIterations);
    }

    public async Task<string> Hash(string password, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return _hasher.HashPassword(null!, password);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Takes the same time whether there is an account (a hash) or not (null).</summary>
    public async Task<bool> Matches(string? hash, string password, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var verdict = _hasher.VerifyHashedPassword(null!, hash ?? _nobodys, password);
            return hash is not null && verdict != PasswordVerificationResult.Failed;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    // Identity's format 3: marker, PRF (2 is HMAC-SHA512), iterations, salt length, salt, key. No password leads to it.
    static string Nobodys(int iterations)
    {
        var hash = new byte[1 + (3 * sizeof(uint)) + 16 + 32];
        RandomNumberGenerator.Fill(hash);
        hash[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), 16);
        return Convert.ToBase64String(hash);
    }
}
