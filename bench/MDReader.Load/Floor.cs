using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Load;

/// <summary>
/// The floor that servers are held against: the cheapest relay of y-websocket that can be written for this kernel. One thread, one
/// epoll, and one send for whatever a turn of the loop brought for somebody. It does nothing that a real server must do: it keeps
/// no document, so that who comes later gets none of what came before, checks nobody, and writes nothing to disk.
/// </summary>
sealed unsafe class Floor
{
    const int EventsPerTurn = 512, MostUnsent = 16 << 20, LargestFrame = 16 << 20;
    const int Incomplete = 0, Refused = -1;
    const byte Text = 0x81, Binary = 0x82, Ping = 0x89, Pong = 0x8a, IsMasked = 0x80, Length16 = 126, Length64 = 127;

    readonly Dictionary<string, Room> _rooms = [];
    readonly List<Room> _withNews = [];
    readonly List<Client> _withAnswers = [];
    readonly byte[] _received = new byte[64 << 10];
    readonly int _epoll = Kernel.CreateEpoll(Kernel.CloseOnExec);
    readonly int _listener;
    Client?[] _clients = new Client?[1024];

    Floor(int listener)
    {
        _listener = listener;
        Kernel.Watch(_epoll, Kernel.Add, listener, Kernel.In);
    }

    /// <summary>Serves 127.0.0.1 until the process is killed.</summary>
    public static int Run(int port)
    {
        // Accepted sockets inherit NoDelay.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        var floor = new Floor((int)listener.Handle);
        var events = stackalloc byte[EventsPerTurn * Kernel.EventSize];
        while (true)
            floor.Turn(events);
    }

    void Turn(byte* events)
    {
        var count = Kernel.Wait(_epoll, events, EventsPerTurn, -1);
        for (var i = 0; i < count; i++, events += Kernel.EventSize)
            if (*(int*)(events + Kernel.SocketInEvent) is var socket && socket == _listener)
                Accept();
            // Null when an earlier event removed it; whoever has its number by now has nothing to read yet, which does no harm.
            else if (_clients[socket] is { } client)
                Serve(client, *(uint*)events);
        foreach (var room in _withNews)
        {
            for (var i = room.Clients.Count - 1; i >= 0; i--)
                Flush(room.Clients[i], room.News.Span);
            room.News.Clear();
        }
        foreach (var client in _withAnswers)
            if (!client.IsGone)
                Flush(client, []);
        _withNews.Clear();
        _withAnswers.Clear();
    }

    void Accept()
    {
        for (int socket; (socket = Kernel.Accept(_listener, 0, 0, Kernel.NonBlocking | Kernel.CloseOnExec)) >= 0;)
        {
            if (socket >= _clients.Length)
                Array.Resize(ref _clients, socket * 2);
            _clients[socket] = new Client(socket);
            Kernel.Watch(_epoll, Kernel.Add, socket, Kernel.In);
        }
    }

    void Serve(Client client, uint what)
    {
        if ((what & Kernel.Out) != 0)
        {
            SetFull(client, false);
            _withAnswers.Add(client);
        }
        if (what != Kernel.Out)
            Read(client);
    }

    void Read(Client client)
    {
        var pending = client.Pending;
        var isFresh = pending.Count == 0;
        var into = isFresh ? _received : pending.Free(1);
        var count = Kernel.Receive(client.Socket, into);
        if (!isFresh && count > 0)
            pending.Added(count);
        var bytes = !isFresh ? pending.Span : into[..Math.Max(count, 0)];
        var (used, taken) = (0, count);
        while (taken > 0)
        {
            taken = client.Room is null ? TakeUpgrade(client, bytes[used..]) : TakeFrame(client, bytes[used..]);
            used += taken;
        }
        if (taken < 0)
            Remove(client);
        else if (isFresh)
            pending.Append(bytes[used..]);
        else
            pending.Drop(used);
    }

    int TakeUpgrade(Client client, ReadOnlySpan<byte> bytes)
    {
        const string KeyHeader = "\r\nSec-WebSocket-Key:";
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return Incomplete;
        var request = Encoding.ASCII.GetString(bytes[..end]);
        var keyAt = request.IndexOf(KeyHeader, StringComparison.OrdinalIgnoreCase);
        if (keyAt < 0 || request.Split(' ', '?') is not ["GET", var path, ..])
            return Refused;
        var key = request[(keyAt + KeyHeader.Length)..].Split('\r')[0].Trim();
        Answer(client, Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {Accepted(key)}\r\n\r\n"));
        if (!_rooms.TryGetValue(path, out var room))
            _rooms.Add(path, room = new Room(path));
        room.Clients.Add(client);
        client.Room = room;
        return end + 4;
    }

#pragma warning disable CA5350 // RFC 6455 asks for it; it protects nothing.
    static string Accepted(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350

    int TakeFrame(Client client, Span<byte> bytes)
    {
        if (bytes.Length < 2)
            return Incomplete;
        var length = bytes[1] & ~IsMasked;
        var head = length switch { Length16 => 8, Length64 => 14, _ => 6 };
        if (bytes.Length < head)
            return Incomplete;
        var size = length switch
        {
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            Length64 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)length,
        };
        // Closes, and messages in fragments, of which the clients here send none.
        if (size > LargestFrame || (bytes[1] & IsMasked) == 0 || bytes[0] is not (Text or Binary or Ping or Pong))
            return Refused;
        var whole = head + (int)size;
        if (bytes.Length < whole)
            return Incomplete;
        var payload = bytes[head..whole];
        Unmask(payload, MemoryMarshal.Read<uint>(bytes[(head - 4)..]));
        if (bytes[0] == Ping)
            Answer(client, [Pong, (byte)payload.Length, .. payload]);
        else if (bytes[0] == Binary)
            TakeMessage(client, client.Room!, payload);
        return whole;
    }

    static void Unmask(Span<byte> payload, uint mask)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(payload);
        foreach (ref var word in words)
            word ^= mask | ((ulong)mask << 32);
        for (var i = words.Length * sizeof(ulong); i < payload.Length; i++)
            payload[i] ^= (byte)(mask >> (8 * (i & 3)));
    }

    void TakeMessage(Client client, Room room, ReadOnlySpan<byte> message)
    {
        if (message is [(byte)Messages.Sync, (byte)Messages.Step1, ..])
            Answer(client, [Binary, 5, 0, 1, 2, 0, 0, Binary, 4, 0, 0, 1, 0]);
        if (message is not ([(byte)Messages.Sync, (byte)Messages.Update, ..] or [(byte)Messages.Awareness, ..]))
            return;
        if (room.News.Count == 0)
            _withNews.Add(room);
        room.Tell(client, message);
    }

    void Answer(Client client, ReadOnlySpan<byte> bytes)
    {
        client.Unsent.Append(bytes);
        _withAnswers.Add(client);
    }

    void Flush(Client client, ReadOnlySpan<byte> news)
    {
        // The same bytes for all; a copy is for who waits for more than these, and for who must not hear itself.
        var isShared = client.Unsent.Count == 0 && client.Own.Count == 0;
        if (!isShared)
            client.Keep(news);
        var bytes = isShared ? news : client.Unsent.Span;
        var sent = client.IsFull || bytes.IsEmpty ? 0 : Kernel.Send(client.Socket, bytes);
        if (sent < 0 || bytes.Length - sent > MostUnsent)
        {
            Remove(client);
            return;
        }
        if (isShared)
            client.Unsent.Append(news[sent..]);
        else
            client.Unsent.Drop(sent);
        if (client.Unsent.Count > 0 && !client.IsFull)
            SetFull(client, true);
    }

    void SetFull(Client client, bool isFull)
    {
        client.IsFull = isFull;
        Kernel.Watch(_epoll, Kernel.Modify, client.Socket, isFull ? Kernel.In | Kernel.Out : Kernel.In);
    }

    void Remove(Client client)
    {
        client.IsGone = true;
        client.Unsent.Clear();
        client.Pending.Clear();
        _clients[client.Socket] = null;
        _ = Kernel.Close(client.Socket);
        if (client.Room is { } room && room.Clients.Remove(client) && room.Clients.Count == 0)
            _rooms.Remove(room.Path);
    }

    sealed class Room(string path)
    {
        public string Path => path;
        public List<Client> Clients { get; } = [];

        /// <summary>The frames that this turn brought, of all who sent some.</summary>
        public ByteQueue News { get; } = new();

        public void Tell(Client from, ReadOnlySpan<byte> message)
        {
            var start = News.Count;
            var frame = News.Free(10 + message.Length);
            frame[0] = Binary;
            frame[1] = message.Length < Length16 ? (byte)message.Length : message.Length <= ushort.MaxValue ? Length16 : Length64;
            if (frame[1] == Length16)
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)message.Length);
            else if (frame[1] == Length64)
                BinaryPrimitives.WriteUInt64BigEndian(frame[2..], (ulong)message.Length);
            News.Added(frame[1] switch { Length16 => 4, Length64 => 10, _ => 2 });
            News.Append(message);
            from.Own.Add((start, News.Count));
        }
    }

    sealed class Client(int socket)
    {
        public int Socket => socket;
        public Room? Room { get; set; }
        public bool IsFull { get; set; }
        public bool IsGone { get; set; }

        /// <summary>The request or a frame as far as it has come, while it is incomplete.</summary>
        public ByteQueue Pending { get; } = new();
        public ByteQueue Unsent { get; } = new();

        /// <summary>Where its own frames are in its room's news.</summary>
        public List<(int Start, int End)> Own { get; } = [];

        public void Keep(ReadOnlySpan<byte> news)
        {
            var kept = 0;
            foreach (var (start, end) in Own)
            {
                Unsent.Append(news[kept..start]);
                kept = end;
            }
            Unsent.Append(news[kept..]);
            Own.Clear();
        }
    }
}
