using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Crdt.Tests;

/// <summary>What a library offers to its users, as text: one line a type, and one a member below it.</summary>
static class PublicSurface
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly NullabilityInfoContext s_nullability = new();

    public static string Of(Assembly library)
    {
        var text = new StringBuilder();
        foreach (var type in library.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    static string Head(Type type)
    {
        var kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? type.IsByRefLike ? "ref struct" : "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        var bases = type.GetInterfaces().Where(one => one.IsPublic && !IsEquatable(one)).Select(Name);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            bases = bases.Prepend(Name(parent));
        var list = type.IsEnum ? "" : string.Join(", ", bases);
        return $"{kind} {FullName(type)}{(list.Length > 0 ? $" : {list}" : "")}";
    }

    // Records and their parts say nothing by it.
    static bool IsEquatable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEquatable<>);

    static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        return type.GetMembers(Declared).Where(IsOffered).Select(Line).OfType<string>();
    }

    static bool IsOffered(MemberInfo member) => member switch
    {
        MethodBase method => IsOffered(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute))
            && (!method.IsSpecialName || method is ConstructorInfo || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsOffered) && property.Name != "EqualityContract",
        EventInfo happened => IsOffered(happened.AddMethod!),
        FieldInfo field => field.IsPublic || field.IsFamily,
        _ => false,
    };

    static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: true } => null,
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method =>
            $"{Static(method)}{Type(method.ReturnParameter)} {method.Name}{Generics(method)}({Parameters(method)})",
        PropertyInfo property => $"{Static(property.GetAccessors(true)[0])}{Type(property)} {Index(property)} {{ {Accessors(property)} }}",
        EventInfo happened => $"{Static(happened.AddMethod!)}event {Type(happened)} {happened.Name}",
        FieldInfo field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Type(field)} {field.Name}",
        _ => null,
    };

    static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    static string Index(PropertyInfo property) => property.GetIndexParameters() is { Length: > 0 } parameters
        ? $"this[{string.Join(", ", parameters.Select(Parameter))}]"
        : property.Name;

    static string Accessors(PropertyInfo property) => string.Join(' ', property.GetAccessors(nonPublic: true)
        .Where(IsOffered)
        .Select(accessor => accessor.ReturnType != typeof(void) ? "get;" : IsInit(accessor) ? "init;" : "set;")
        .Order());

    static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")
        + string.Join(", ", method.GetParameters().Select(Parameter));

    static string Parameter(ParameterInfo parameter)
    {
        var by = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var optional = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";
        return $"{by}{Type(parameter)} {parameter.Name}{optional}";
    }

    static string Type(ParameterInfo parameter) => Name(s_nullability.Create(parameter));

    static string Type(PropertyInfo property) => Name(s_nullability.Create(property));

    static string Type(EventInfo happened) => Name(happened.EventHandlerType!);

    static string Type(FieldInfo field) => Name(s_nullability.Create(field));

    static string Name(NullabilityInfo info)
    {
        var isNullable = info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable;
        return Name(info.Type) + (isNullable && !info.Type.IsValueType ? "?" : "");
    }

    static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(double)] = "double",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(ulong)] = "ulong",
    };

    static string Name(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Name(value)}?";
        if (type.IsGenericParameter)
            return type.Name;
        var name = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{name[..name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : name;
    }

    static string FullName(Type type) => $"{type.Namespace}.{Name(type)}";
}
