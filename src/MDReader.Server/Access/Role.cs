using System.Text.Json.Serialization;

namespace MDReader.Server.Access;

/// <summary>What a person may do, each including the one before. The numbers order them; tables and JSON hold the words.</summary>
[JsonConverter(typeof(RoleJson))]
public enum Role
{
    [JsonStringEnumMemberName(RoleWords.Viewer)]
    Viewer = 1,

    [JsonStringEnumMemberName(RoleWords.Commenter)]
    Commenter = 2,

    [JsonStringEnumMemberName(RoleWords.Editor)]
    Editor = 3,

    [JsonStringEnumMemberName(RoleWords.Owner)]
    Owner = 4,
}

public static class RoleWords
{
    public const string Viewer = "viewer";
    public const string Commenter = "commenter";
    public const string Editor = "editor";
    public const string Owner = "owner";

    public static string Word(this Role role) => role switch
    {
        Role.Viewer => Viewer,
        Role.Commenter => Commenter,
        Role.Editor => Editor,
        Role.Owner => Owner,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There are four roles."),
    };

    /// <summary>Null when there is no such role.</summary>
    public static Role? Read(string? word) => word switch
    {
        Viewer => Role.Viewer,
        Commenter => Role.Commenter,
        Editor => Role.Editor,
        Owner => Role.Owner,
        _ => null,
    };
}

sealed class RoleJson() : JsonStringEnumConverter<Role>(namingPolicy: null, allowIntegerValues: false);
