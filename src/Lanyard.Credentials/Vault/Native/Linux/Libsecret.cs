using System.Runtime.InteropServices;

namespace Lanyard.Credentials.Vault.Native.Linux;

/// <summary>The functions of libsecret and of GLib below it that are used; their names are those of the libraries' own manuals.</summary>
internal static unsafe partial class Libsecret
{
    private const string Secret = "libsecret-1.so.0";
    private const string Glib = "libglib-2.0.so.0";
    private const string Gio = "libgio-2.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";

    /// <summary>What went wrong.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Error
    {
        public uint Domain;
        public int Code;
        public byte* Message;
    }

    /// <summary>A node of a list.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ListNode
    {
        public nint Data;
        public ListNode* Next;
        public ListNode* Previous;
    }

    [LibraryImport(Secret, EntryPoint = "secret_service_get_sync")]
    internal static partial nint GetService(int flags, nint cancellable, Error** error);

    /// <summary>Lets go of the service that libsecret remembers.</summary>
    [LibraryImport(Secret, EntryPoint = "secret_service_disconnect")]
    internal static partial void Disconnect();

    [LibraryImport(Secret, EntryPoint = "secret_collection_for_alias_sync")]
    internal static partial nint CollectionForAlias(nint service, byte* alias, int flags, nint cancellable, Error** error);

    [LibraryImport(Secret, EntryPoint = "secret_collection_get_locked")]
    internal static partial int IsCollectionLocked(nint collection);

    [LibraryImport(Secret, EntryPoint = "secret_item_get_locked")]
    internal static partial int IsItemLocked(nint item);

    [LibraryImport(Secret, EntryPoint = "secret_service_unlock_sync")]
    internal static partial int Unlock(nint service, ListNode* objects, nint cancellable, ListNode** unlocked, Error** error);

    [LibraryImport(Secret, EntryPoint = "secret_service_search_sync")]
    internal static partial ListNode* Search(nint service, nint schema, nint attributes, int flags, nint cancellable, Error** error);

    [LibraryImport(Secret, EntryPoint = "secret_password_storev_sync")]
    internal static partial int Store(nint schema, nint attributes, byte* collection, byte* label, byte* password, nint cancellable, Error** error);

    [LibraryImport(Secret, EntryPoint = "secret_password_lookupv_sync")]
    internal static partial byte* Lookup(nint schema, nint attributes, nint cancellable, Error** error);

    [LibraryImport(Secret, EntryPoint = "secret_password_clearv_sync")]
    internal static partial int Clear(nint schema, nint attributes, nint cancellable, Error** error);

    /// <summary>Wipes a password and frees it.</summary>
    [LibraryImport(Secret, EntryPoint = "secret_password_free")]
    internal static partial void FreePassword(byte* password);

    [LibraryImport(Glib, EntryPoint = "g_hash_table_new")]
    internal static partial nint NewTable(nint hash, nint equal);

    [LibraryImport(Glib, EntryPoint = "g_hash_table_insert")]
    internal static partial int Insert(nint table, nint key, nint value);

    [LibraryImport(Glib, EntryPoint = "g_hash_table_unref")]
    internal static partial void FreeTable(nint table);

    [LibraryImport(Glib, EntryPoint = "g_list_append")]
    internal static partial ListNode* Append(ListNode* list, nint data);

    [LibraryImport(Glib, EntryPoint = "g_list_free")]
    internal static partial void FreeList(ListNode* list);

    [LibraryImport(Glib, EntryPoint = "g_error_free")]
    internal static partial void FreeError(Error* error);

    [LibraryImport(Glib, EntryPoint = "g_quark_to_string")]
    internal static partial byte* DomainName(uint domain);

    [LibraryImport(Gio, EntryPoint = "g_cancellable_new")]
    internal static partial nint NewCancellable();

    [LibraryImport(Gio, EntryPoint = "g_cancellable_cancel")]
    internal static partial void Cancel(nint cancellable);

    [LibraryImport(Gio, EntryPoint = "g_bus_get_sync")]
    internal static partial nint GetBus(int type, nint cancellable, Error** error);

    [LibraryImport(Gio, EntryPoint = "g_dbus_connection_set_exit_on_close")]
    internal static partial void SetExitOnClose(nint connection, int exits);

    [LibraryImport(GObject, EntryPoint = "g_object_unref")]
    internal static partial void Release(nint instance);

    /// <summary>Gives the address of one of GLib's own functions, to be handed back to it.</summary>
    internal static nint GlibFunction(string name) => NativeLibrary.GetExport(NativeLibrary.Load(Glib), name);
}
