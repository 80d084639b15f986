using System.Reflection;
using MDReader.Server.Platform;

namespace Server.Tests.Attachments;

/// <summary>Stands before a store and does what that does, but lists nothing: it fails as stores do, each with exceptions of its own.</summary>
public class UnlistedStore : DispatchProxy
{
    IBlobStore _store = null!;

    public static IBlobStore Before(IBlobStore store)
    {
        var unlisted = Create<IBlobStore, UnlistedStore>();
        ((UnlistedStore)unlisted)._store = store;
        return unlisted;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IBlobStore.List)
        ? throw new NotSupportedException("The store is away.")
        : targetMethod.Invoke(_store, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
