using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Suggestions;

/// <summary>Edits that somebody proposes. They lie beside the text until an editor takes them into it, one by one.</summary>
public sealed class Suggestion
{
    public const int LongestMessage = 500;

    public required Guid Id { get; init; }

    public required Guid DocumentId { get; init; }

    public required Guid AuthorId { get; init; }

    /// <summary>Why, in their words.</summary>
    public string? Message { get; init; }

    /// <summary>A model worked it out, on its author's behalf.</summary>
    public bool IsAssisted { get; init; }

    /// <summary>Where it didn't come from the app, by which road; see <see cref="Via"/>.</summary>
    public Way? Way { get; init; }

    /// <summary>And by which personal access token, which may be gone.</summary>
    public Guid? TokenId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>One place that a suggestion changes.</summary>
public sealed class SuggestedHunk
{
    public required Guid Id { get; init; }

    public required Guid SuggestionId { get; init; }

    /// <summary>Its place in the suggestion, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>A Yjs relative position: the first character that is replaced, or the one behind which is inserted.</summary>
    public required byte[] Start { get; set; }

    /// <summary>A Yjs relative position: the last character that is replaced, or the one before which is inserted.</summary>
    public required byte[] End { get; set; }

    /// <summary>What stands there; empty for an insertion.</summary>
    public required string Before { get; init; }

    /// <summary>What is to stand there; empty for a deletion.</summary>
    public required string After { get; init; }

    public required HunkState State { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Of the text that it was taken into, right behind the edit that brought it; null where it stood there already.</summary>
    public string? Etag { get; set; }
}

public enum HunkState
{
    Open = 0,

    /// <summary>Somebody takes it into the text just now, or died while doing so.</summary>
    Accepting = 1,
    Accepted = 2,
    Rejected = 3,
}

/// <summary>Told when a suggestion was made, decided on or withdrawn.</summary>
public sealed record SuggestionChanged(Guid WorkspaceId, Guid DocumentId, Guid SuggestionId);

sealed class SuggestionTable : IEntityTypeConfiguration<Suggestion>, IEntityTypeConfiguration<SuggestedHunk>
{
    public void Configure(EntityTypeBuilder<Suggestion> builder)
    {
        builder.ToTable("suggestions");
        builder.HasOne<Document>().WithMany().HasForeignKey(suggestion => suggestion.DocumentId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(suggestion => suggestion.AuthorId);
        builder.HasIndex(suggestion => new { suggestion.DocumentId, suggestion.Id });
    }

    public void Configure(EntityTypeBuilder<SuggestedHunk> builder)
    {
        builder.ToTable("suggested_hunks");
        builder.HasOne<Suggestion>().WithMany().HasForeignKey(hunk => hunk.SuggestionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(hunk => new { hunk.SuggestionId, hunk.Number });
    }
}

static class SuggestionTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Suggestion> Suggestions => db.Set<Suggestion>();
        public DbSet<SuggestedHunk> SuggestedHunks => db.Set<SuggestedHunk>();
    }
}
