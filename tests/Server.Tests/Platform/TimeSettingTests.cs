using System.ComponentModel.DataAnnotations;
using MDReader.Server.Collaboration;

namespace Server.Tests.Platform;

/// <summary>A time that can't be kept is refused at the start, where somebody reads why, and not by whatever waits for it later.</summary>
public sealed class TimeSettingTests
{
    public static TheoryData<Type, string> Times => new(
        from type in typeof(CollaborationOptions).Assembly.GetTypes()
        where type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null
        from setting in type.GetProperties()
        where setting.CanWrite && setting.PropertyType == typeof(TimeSpan)
        select (type, setting.Name));

    [Theory]
    [MemberData(nameof(Times))]
    public void No_time_is_shorter_than_nothing(Type type, string setting)
    {
        IsValid(type, setting, value: null).ShouldBeTrue();
        IsValid(type, setting, TimeSpan.FromSeconds(-1)).ShouldBeFalse();
    }

    [Fact]
    public void A_room_idles_for_some_time()
    {
        IsValid(typeof(CollaborationOptions), nameof(CollaborationOptions.IdleRoom), TimeSpan.Zero).ShouldBeFalse();
        IsValid(typeof(CollaborationOptions), nameof(CollaborationOptions.IdleRoom), TimeSpan.FromMilliseconds(1)).ShouldBeTrue();
    }

    static bool IsValid(Type type, string setting, TimeSpan? value)
    {
        var options = Activator.CreateInstance(type)!;
        if (value is { } time)
            type.GetProperty(setting)!.SetValue(options, time);
        return Validator.TryValidateObject(options, new ValidationContext(options), [], validateAllProperties: true);
    }
}
