using System.Runtime.InteropServices;

namespace MDReader.Desktop;

/// <summary>The few functions of GTK 3 and WebKitGTK 4.1 that a window with a page needs.</summary>
static partial class Gtk
{
    public const string WebKit = "libwebkit2gtk-4.1.so.0";
    const string Library = "libgtk-3.so.0";
    const string Object = "libgobject-2.0.so.0";
    const string Glib = "libglib-2.0.so.0";

    /// <summary>GtkFileChooserAction.</summary>
    public const int OpenFile = 0;

    public const int SelectFolder = 2;

    /// <summary>GtkResponseType.</summary>
    public const int Accept = -3;

    /// <summary>WebKitPolicyDecisionType: a page or a new window is asked for; then come answers of the network.</summary>
    public const int NewWindow = 1;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Idle(nint data);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void Signal(nint sender, nint data);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void Notified(nint sender, nint property, nint data);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Decide(nint sender, nint decision, int type, nint data);

    [LibraryImport(Library, EntryPoint = "gtk_init_check")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Init(nint count, nint arguments);

    [LibraryImport(Library, EntryPoint = "gtk_main")]
    public static partial void RunLoop();

    [LibraryImport(Library, EntryPoint = "gtk_main_quit")]
    public static partial void Quit();

    [LibraryImport(Library, EntryPoint = "gtk_window_new")]
    public static partial nint NewToplevel(int type);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_title", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetTitle(nint window, string title);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_default_size")]
    public static partial void SetSize(nint window, int width, int height);

    [LibraryImport(Library, EntryPoint = "gtk_container_add")]
    public static partial void Add(nint container, nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_widget_show_all")]
    public static partial void Show(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_show_uri_on_window", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool OpenOutside(nint window, string uri, uint time, nint error);

    [LibraryImport(Library, EntryPoint = "gtk_file_chooser_native_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewChooser(string? title, nint parent, int action, string? accept, string? cancel);

    [LibraryImport(Library, EntryPoint = "gtk_native_dialog_run")]
    public static partial int Ask(nint dialog);

    [LibraryImport(Library, EntryPoint = "gtk_file_chooser_set_select_multiple")]
    public static partial void AllowMany(nint chooser, [MarshalAs(UnmanagedType.Bool)] bool many);

    [LibraryImport(Library, EntryPoint = "gtk_file_chooser_get_filenames")]
    public static partial nint Chosen(nint chooser);

    [LibraryImport(Library, EntryPoint = "gtk_file_filter_new")]
    public static partial nint NewFilter();

    [LibraryImport(Library, EntryPoint = "gtk_file_filter_add_pattern", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void AddPattern(nint filter, string pattern);

    [LibraryImport(Library, EntryPoint = "gtk_file_filter_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void NameFilter(nint filter, string name);

    [LibraryImport(Library, EntryPoint = "gtk_file_chooser_add_filter")]
    public static partial void AddFilter(nint chooser, nint filter);

    [LibraryImport(Object, EntryPoint = "g_signal_connect_data", StringMarshalling = StringMarshalling.Utf8)]
    public static partial ulong Connect(nint instance, string signal, nint callback, nint data, nint destroy, int flags);

    [LibraryImport(Object, EntryPoint = "g_object_unref")]
    public static partial void Release(nint instance);

    /// <summary>From any thread: the callback runs on the one that <see cref="RunLoop"/> was called on.</summary>
    [LibraryImport(Glib, EntryPoint = "g_idle_add")]
    public static partial uint Later(Idle callback, nint data);

    [LibraryImport(Glib, EntryPoint = "g_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Glib, EntryPoint = "g_slist_free")]
    public static partial void FreeList(nint list);

    [LibraryImport(Glib, EntryPoint = "g_set_prgname", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void NameProgram(string name);

    [LibraryImport(WebKit, EntryPoint = "webkit_web_view_new")]
    public static partial nint NewView();

    [LibraryImport(WebKit, EntryPoint = "webkit_web_view_load_uri", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Load(nint view, string uri);

    [LibraryImport(WebKit, EntryPoint = "webkit_web_view_get_title")]
    public static partial nint TitleOf(nint view);

    [LibraryImport(WebKit, EntryPoint = "webkit_navigation_policy_decision_get_navigation_action")]
    public static partial nint ActionOf(nint decision);

    [LibraryImport(WebKit, EntryPoint = "webkit_navigation_action_get_request")]
    public static partial nint RequestOf(nint action);

    [LibraryImport(WebKit, EntryPoint = "webkit_uri_request_get_uri")]
    public static partial nint AddressOf(nint request);

    [LibraryImport(WebKit, EntryPoint = "webkit_policy_decision_ignore")]
    public static partial void Ignore(nint decision);

    public static string? Text(nint utf8) => Marshal.PtrToStringUTF8(utf8);

    /// <summary>A GSList of strings, which this frees.</summary>
    public static List<string> Texts(nint list)
    {
        var texts = new List<string>();
        for (var node = list; node != 0; node = Marshal.ReadIntPtr(node, nint.Size))
        {
            var text = Marshal.ReadIntPtr(node);
            if (Text(text) is { } one)
                texts.Add(one);
            Free(text);
        }

        FreeList(list);
        return texts;
    }
}
