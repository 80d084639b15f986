using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MDReader.Client;

/// <summary>What somebody may do; each role includes the one before it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    [JsonStringEnumMemberName("viewer")]
    Viewer = 1,

    [JsonStringEnumMemberName("commenter")]
    Commenter = 2,

    [JsonStringEnumMemberName("editor")]
    Editor = 3,

    [JsonStringEnumMemberName("owner")]
    Owner = 4,
}

static class RoleWords
{
    /// <summary>As requests say it.</summary>
    public static JsonNode? Word(this Role? role) => role?.Word();

    public static JsonNode Word(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Commenter => "commenter",
        Role.Editor => "editor",
        Role.Owner => "owner",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There are four roles."),
    };
}
