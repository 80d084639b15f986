namespace MDReader.Server.Platform;

/// <summary>
/// A request body that says what is wrong with itself. Bodies check themselves rather than carry validation attributes,
/// because an attribute knows no stable code.
/// </summary>
public interface IChecked
{
    IEnumerable<Flaw> Check();
}

static class Checked
{
    /// <summary>Refuses flawed bodies before the endpoints of the group see them. Routes without a body get no filter, which
    /// would box their arguments and their answer.</summary>
    public static RouteGroupBuilder CheckBodies(this RouteGroupBuilder group) =>
        group.AddEndpointFilterFactory((route, next) =>
            route.MethodInfo.GetParameters().Any(parameter => parameter.ParameterType.IsAssignableTo(typeof(IChecked)))
                ? context => Refuse(context) is { } refusal ? ValueTask.FromResult<object?>(refusal) : next(context)
                : next);

    static Refusal? Refuse(EndpointFilterInvocationContext context) =>
        context.Arguments.OfType<IChecked>().SelectMany(body => body.Check()).ToList() is { Count: > 0 } flaws
            ? Problems.Flawed(flaws)
            : null;

    /// <summary>What somebody says, on as many lines as they like, or nothing.</summary>
    public static IEnumerable<Flaw> Text(string? value, string pointer, int longest)
    {
        if (value?.Length > longest)
        {
            yield return new Flaw(pointer, "too-long", $"Shorten {pointer} to {longest} characters (now {value.Length}).");
        }

        if (value?.Contains('\0', StringComparison.Ordinal) == true)
        {
            yield return new Flaw(pointer, "nul", $"Take the NUL characters out of {pointer}.");
        }
    }

    /// <summary>A name or title: said, on one line, and no longer than the limit.</summary>
    public static IEnumerable<Flaw> Line(string? value, string pointer, int longest)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            yield return new Flaw(pointer, "required", $"Give {pointer} a value of 1 to {longest} characters.");
        }
        else if (value.Length > longest)
        {
            yield return new Flaw(pointer, "too-long", $"Shorten {pointer} to {longest} characters (now {value.Length}).");
        }
        else if (value.Any(char.IsControl))
        {
            yield return new Flaw(pointer, "control-character", $"Take line breaks and control characters out of {pointer}.");
        }
    }
}
