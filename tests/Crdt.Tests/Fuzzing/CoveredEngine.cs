using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using MethodBody = Mono.Cecil.Cil.MethodBody;

namespace Crdt.Tests.Fuzzing;

/// <summary>
/// The engine once more, beside the one that other tests use, with a counter at the start of each basic block: what an
/// input makes it do can be seen. The decoders' checks are loaded with it.
/// </summary>
sealed class CoveredEngine : AssemblyLoadContext
{
    const string EngineName = "MDReader.Crdt";

    readonly Assembly _engine;
    readonly Func<string, byte[], byte[]?> _run;

    public CoveredEngine() : base("covered engine")
    {
        using var image = new MemoryStream();
        var blocks = Instrument(Path.Combine(AppContext.BaseDirectory, $"{EngineName}.dll"), image);
        image.Position = 0;
        _engine = LoadFromStream(image);
        Counters = new byte[blocks];
        _engine.GetType("Counters")!.GetField("Hits")!.SetValue(null, Counters);
        var decoders = LoadFromAssemblyPath(typeof(Decoders).Assembly.Location).GetType(typeof(Decoders).FullName!)!;
        _run = decoders.GetMethod(nameof(Decoders.Run))!.CreateDelegate<Func<string, byte[], byte[]?>>();
    }

    /// <summary>How often each basic block was entered, modulo 256.</summary>
    public byte[] Counters { get; }

    public byte[]? Run(string decoder, byte[] bytes) => _run(decoder, bytes);

    // All but these two are the test process's own.
    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name == EngineName ? _engine : null;

    static int Instrument(string path, Stream image)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var module = assembly.MainModule;
        var methods = module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).ToArray();
        var hit = AddCounters(module);
        var blocks = 0;
        foreach (var method in methods)
            blocks = Instrument(method.Body, hit, blocks);
        assembly.Write(image);
        return blocks;
    }

    static MethodDefinition AddCounters(ModuleDefinition module)
    {
        var type = new TypeDefinition("", "Counters",
            Mono.Cecil.TypeAttributes.Public | Mono.Cecil.TypeAttributes.Abstract | Mono.Cecil.TypeAttributes.Sealed,
            module.TypeSystem.Object);
        var hits = new FieldDefinition("Hits",
            Mono.Cecil.FieldAttributes.Public | Mono.Cecil.FieldAttributes.Static, new ArrayType(module.TypeSystem.Byte));
        var hit = new MethodDefinition("Hit",
            Mono.Cecil.MethodAttributes.Public | Mono.Cecil.MethodAttributes.Static, module.TypeSystem.Void);
        hit.Parameters.Add(new(module.TypeSystem.Int32));
        var il = hit.Body.GetILProcessor();
        il.Emit(OpCodes.Ldsfld, hits);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldelema, module.TypeSystem.Byte);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldind_U1);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Conv_U1);
        il.Emit(OpCodes.Stind_I1);
        il.Emit(OpCodes.Ret);
        type.Fields.Add(hits);
        type.Methods.Add(hit);
        module.Types.Add(type);
        return hit;
    }

    static int Instrument(MethodBody body, MethodDefinition hit, int blocks)
    {
        body.SimplifyMacros();
        var il = body.GetILProcessor();
        var counted = new Dictionary<Instruction, Instruction>();
        foreach (var start in Starts(body))
        {
            var number = il.Create(OpCodes.Ldc_I4, blocks++);
            il.InsertBefore(start, number);
            il.InsertBefore(start, il.Create(OpCodes.Call, hit));
            counted.Add(start, number);
        }

        Instruction? Moved(Instruction? target) =>
            target is not null && counted.TryGetValue(target, out var number) ? number : target;
        foreach (var instruction in body.Instructions)
        {
            instruction.Operand = instruction.Operand switch
            {
                Instruction target => Moved(target),
                Instruction[] targets => targets.Select(target => Moved(target)!).ToArray(),
                var operand => operand,
            };
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            (handler.TryStart, handler.TryEnd) = (Moved(handler.TryStart), Moved(handler.TryEnd));
            (handler.HandlerStart, handler.HandlerEnd) = (Moved(handler.HandlerStart), Moved(handler.HandlerEnd));
            handler.FilterStart = Moved(handler.FilterStart);
        }

        body.OptimizeMacros();
        return blocks;
    }

    /// <summary>Where basic blocks begin: the first instruction, targets of branches, and what follows a branch.</summary>
    static HashSet<Instruction> Starts(MethodBody body)
    {
        var starts = new HashSet<Instruction> { body.Instructions[0] };
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
                starts.Add(target);
            else if (instruction.Operand is Instruction[] targets)
                starts.UnionWith(targets);
            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } next)
                starts.Add(next);
        }

        return starts;
    }
}
