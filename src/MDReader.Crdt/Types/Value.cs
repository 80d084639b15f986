using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MDReader.Crdt.Types;

/// <summary>
/// What can stand in a map or an array, be embedded in a text or be a format's value: JavaScript's plain values
/// (lib0 calls them "any"), shared types and sub-documents. Two values are equal when they hold the same, whatever
/// order the keys of objects stand in.
/// </summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are JavaScript's names.")]
public abstract record Value
{
    Value()
    {
    }

    public static Value Nothing { get; } = new Null();

    public sealed record Undefined : Value;

    public sealed record Null : Value;

    public sealed record Boolean(bool Is) : Value;

    /// <summary>A JavaScript number: -0, NaN and the infinities included. In JSON those three are null.</summary>
    public sealed record Number(double Of) : Value;

    /// <summary>A whole number of 64 bits; JSON has none of those, so a format or an embed can't hold it.</summary>
    public sealed record BigInt(long Of) : Value;

    public sealed record String(string Of) : Value;

    public sealed record Bytes(ReadOnlyMemory<byte> Of) : Value
    {
        public bool Equals(Bytes? other) => other is not null && Of.Span.SequenceEqual(other.Of.Span);

        public override int GetHashCode() => Of.Length;
    }

    public sealed record List(IReadOnlyList<Value> Of) : Value
    {
        public bool Equals(List? other) => other is not null && Of.SequenceEqual(other.Of);

        public override int GetHashCode() => Of.Count;
    }

    /// <summary>
    /// Keys and values in the order they were added, which is the order they are written in. Fill it where it is
    /// made: <c>new Value.Object { ["bold"] = true }</c>.
    /// </summary>
    [SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "JavaScript's name.")]
    public sealed record Object : Value, IReadOnlyCollection<KeyValuePair<string, Value>>
    {
        readonly List<KeyValuePair<string, Value>> _members = [];

        public int Count => _members.Count;

        /// <summary>Of two members with the same key, the later value counts.</summary>
        public static Object Of(IEnumerable<KeyValuePair<string, Value>> members)
        {
            ArgumentNullException.ThrowIfNull(members);
            var value = new Object();
            foreach (var (key, member) in members)
                value.Set(key, member);
            return value;
        }

        /// <summary>The value of a key; null when the key isn't there. Setting one that is there keeps its place.</summary>
        public Value? this[string key]
        {
            get => PlaceOf(key) is var place and >= 0 ? _members[place].Value : null;
            init => Set(key, value!);
        }

        internal void Set(string key, Value value)
        {
            var place = PlaceOf(key);
            if (place >= 0)
                _members[place] = new(key, value);
            else
                _members.Add(new(key, value));
        }

        internal void Remove(string key)
        {
            if (PlaceOf(key) is var place and >= 0)
                _members.RemoveAt(place);
        }

        internal Object Copy()
        {
            var copy = new Object();
            copy._members.AddRange(_members);
            return copy;
        }

        int PlaceOf(string key)
        {
            for (var i = 0; i < _members.Count; i++)
            {
                if (_members[i].Key == key)
                    return i;
            }

            return -1;
        }

        public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => _members.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public bool Equals(Object? other) =>
            other is not null && Count == other.Count && _members.All(member => member.Value == other[member.Key]);

        public override int GetHashCode() => Count;
    }

    /// <summary>A type that stands here. It can be read from where it stands, not put somewhere else.</summary>
    public sealed record Shared(AbstractType Of) : Value;

    public sealed record Document(Doc Of) : Value;

    public static implicit operator Value(bool value) => new Boolean(value);

    public static implicit operator Value(double value) => new Number(value);

    public static implicit operator Value(string value) => new String(value);

    public static implicit operator Value(byte[] value) => new Bytes(value);

    public static implicit operator Value(Doc value) => new Document(value);

    public static implicit operator Value(Value[] values) => new List(values);

    /// <summary>As JSON, in the bytes that JavaScript writes: NaN is null, and bytes are an object.</summary>
    /// <exception cref="ArgumentException">It holds a big integer, a shared type or a document.</exception>
    public string ToJsonText() => Encoding.JsonForm.Write(this);

    /// <summary>For people to read.</summary>
    public sealed override string ToString() => Encoding.JsonForm.Describe(this);
}
