using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

/// <summary>What a person looks like.</summary>
public sealed class Picture
{
    public required Guid UserId { get; init; }

    public required string MediaType { get; set; }

    public required byte[] Bytes { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}

sealed class PictureTable : IEntityTypeConfiguration<Picture>
{
    public void Configure(EntityTypeBuilder<Picture> builder)
    {
        builder.ToTable("pictures");
        builder.HasKey(picture => picture.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(picture => picture.UserId);
    }
}

static class PictureTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Picture> Pictures => db.Set<Picture>();
    }
}
