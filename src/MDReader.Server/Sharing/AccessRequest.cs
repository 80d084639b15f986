using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Sharing;

/// <summary>Somebody asks the owners of a document for a role in it; gone once it is answered.</summary>
public sealed class AccessRequest
{
    public required Guid Id { get; init; }

    public required Guid DocumentId { get; init; }

    public required Guid UserId { get; init; }

    public required Role Role { get; set; }

    public string? Message { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

sealed class AccessRequestTable : IEntityTypeConfiguration<AccessRequest>
{
    public void Configure(EntityTypeBuilder<AccessRequest> builder)
    {
        builder.ToTable("access_requests");
        builder.Property(request => request.Role)
            .HasConversion(role => role.Word(), word => RoleWords.Read(word)!.Value);
        builder.HasOne<Document>().WithMany().HasForeignKey(request => request.DocumentId);
        builder.HasOne<User>().WithMany().HasForeignKey(request => request.UserId);
        builder.HasIndex(request => new { request.DocumentId, request.UserId }).IsUnique();
        builder.HasIndex(request => request.UserId);
    }
}

static class AccessRequestSets
{
    extension(MDReaderDb db)
    {
        public DbSet<AccessRequest> AccessRequests => db.Set<AccessRequest>();
    }
}
