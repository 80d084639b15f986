using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Platform;

/// <summary>What a POST with an <c>Idempotency-Key</c> was answered, committed together with its effect.</summary>
public sealed class IdempotentAnswer
{
    public required Guid PrincipalId { get; init; }

    public required string Key { get; init; }

    public required string Path { get; init; }

    /// <summary>SHA-256 of the request body.</summary>
    public required byte[] BodyHash { get; init; }

    public required int Status { get; init; }

    public required string? Location { get; init; }

    public required string? ETag { get; init; }

    public required byte[] Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

sealed class IdempotentAnswerTable : IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
    {
        builder.ToTable("idempotent_answers");
        builder.HasKey(answer => new { answer.PrincipalId, answer.Key });
        builder.HasIndex(answer => answer.CreatedAt);
    }
}
