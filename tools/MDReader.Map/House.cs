using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MDReader.Map;

/// <summary>A type of ours and the types of ours that its compiled code names.</summary>
/// <param name="Project">The assembly, such as <c>MDReader.Server</c>.</param>
/// <param name="Room">The folder inside the project, such as <c>Accounts</c>; empty at the project's root.</param>
/// <param name="Name">The type's name, without its namespace.</param>
/// <param name="Uses">Full names of the types it uses, itself left out.</param>
public sealed record Resident(string Project, string Room, string Name, IReadOnlySet<string> Uses)
{
    public string FullName => Room.Length == 0 ? $"{Project}.{Name}" : $"{Project}.{Room}.{Name}";
}

/// <summary>The project as it was compiled: which types there are, and who uses whom.</summary>
public sealed class House
{
    readonly Dictionary<string, Resident> _residents;

    House(IReadOnlyList<string> projects, IReadOnlyDictionary<string, IReadOnlyList<string>> references,
        IEnumerable<Resident> residents)
    {
        Projects = projects;
        References = references;
        _residents = residents.ToDictionary(resident => resident.FullName);
    }

    /// <summary>Assembly names, in the order given to <see cref="Read"/>.</summary>
    public IReadOnlyList<string> Projects { get; }

    /// <summary>For each project every assembly its compiled code refers to, framework assemblies included.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> References { get; }

    public IReadOnlyCollection<Resident> Residents => _residents.Values;

    public Resident? Find(string fullName) => _residents.GetValueOrDefault(fullName);

    /// <summary>Pairs of rooms of one project of which the first uses the second.</summary>
    public IEnumerable<(string From, string To, Resident Witness, string Used)> RoomUses(string project) =>
        from resident in Residents
        where resident.Project == project
        from used in resident.Uses
        let target = Find(used)
        where target is not null && target.Project == project && target.Room != resident.Room
        select (resident.Room, target.Room, resident, used);

    /// <summary>Reads the assemblies <c>{name}.dll</c> beside this program.</summary>
    public static House Read(params IReadOnlyList<string> projects)
    {
        var residents = new List<Resident>();
        var references = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var project in projects)
        {
            using var assembly = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, $"{project}.dll"));
            references[project] = [.. assembly.MainModule.AssemblyReferences.Select(reference => reference.Name).Order()];
            residents.AddRange(assembly.MainModule.Types
                .Where(type => InRoom(type, project) is not null && !type.Name.StartsWith('<'))
                .Select(type => new Resident(project, InRoom(type, project)!, Plain(type.Name), Uses(type, projects))));
        }
        return new(projects, references, residents);
    }

    static string? InRoom(TypeReference type, string project) =>
        type.Namespace == project ? ""
        : type.Namespace.StartsWith(project + ".", StringComparison.Ordinal) ? type.Namespace[(project.Length + 1)..].Split('.')[0]
        : null;

    static HashSet<string> Uses(TypeDefinition type, IReadOnlyList<string> projects)
    {
        var uses = new HashSet<string>();
        foreach (var reference in Named(type).SelectMany(Parts))
        {
            var outer = reference;
            while (outer.DeclaringType is not null)
                outer = outer.DeclaringType;
            if (projects.FirstOrDefault(project => InRoom(outer, project) is not null && Owns(outer, project)) is { } home)
            {
                var room = InRoom(outer, home)!;
                uses.Add(room.Length == 0 ? $"{home}.{Plain(outer.Name)}" : $"{home}.{room}.{Plain(outer.Name)}");
            }
        }
        uses.Remove(InRoom(type, type.Module.Assembly.Name.Name) is { Length: > 0 } own
            ? $"{type.Module.Assembly.Name.Name}.{own}.{Plain(type.Name)}"
            : $"{type.Module.Assembly.Name.Name}.{Plain(type.Name)}");
        return uses;
    }

    static bool Owns(TypeReference type, string project) => type.Scope switch
    {
        ModuleDefinition module => module.Assembly.Name.Name == project,
        AssemblyNameReference assembly => assembly.Name == project,
        _ => false,
    };

    // Every type that the code of a type names, the types nested in it (lambdas, iterators, state machines) included.
    static IEnumerable<TypeReference> Named(TypeDefinition type)
    {
        var direct = new List<TypeReference?> { type.BaseType };
        direct.AddRange(type.Interfaces.Select(implemented => implemented.InterfaceType));
        direct.AddRange(type.CustomAttributes.Select(attribute => attribute.AttributeType));
        direct.AddRange(type.Fields.Select(field => field.FieldType));
        foreach (var method in type.Methods)
        {
            direct.Add(method.ReturnType);
            direct.AddRange(method.Parameters.Select(parameter => parameter.ParameterType));
            direct.AddRange(method.CustomAttributes.Select(attribute => attribute.AttributeType));
            if (method.HasBody)
            {
                direct.AddRange(method.Body.Variables.Select(variable => variable.VariableType));
                direct.AddRange(method.Body.Instructions.SelectMany(Operands));
            }
        }
        return direct.OfType<TypeReference>().Concat(type.NestedTypes.SelectMany(Named));
    }

    static IEnumerable<TypeReference?> Operands(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => Parts(generic.ElementType).Concat(generic.GenericArguments.SelectMany(Parts)),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };

    static string Plain(string name) => name.Split('`')[0];
}
