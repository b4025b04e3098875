using System.Runtime.InteropServices;

namespace Lanyard.Credentials.Vault.Native.Linux;

/// <summary>A connection to Secret Service for one piece of work, which ends in a bounded time.</summary>
internal sealed unsafe class SecretServiceCall : IDisposable
{
    private const int SessionBus = 2;
    private const int WithSession = 2;
    private const int SearchAll = 2;
    private const string SecretErrors = "secret-error";
    private const int IsLocked = 2;
    private const string InputOutputErrors = "g-io-error-quark";
    private const int Cancelled = 19;

    private readonly nint _cancellable;
    private readonly Timer _limit;
    private readonly Lock _lock = new();
    private nint _service;
    private bool _isOver;

    /// <summary>Connects.</summary>
    /// <param name="limit">How long the whole work may take.</param>
    /// <exception cref="SecretServiceException">Nobody answers.</exception>
    /// <exception cref="DllNotFoundException">libsecret isn't installed.</exception>
    public SecretServiceCall(TimeSpan limit)
    {
        _cancellable = Libsecret.NewCancellable();
        _limit = new Timer(_ => Cancel(), null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            Libsecret.Error* error = null;
            nint bus = Libsecret.GetBus(SessionBus, _cancellable, &error);
            Check(error);

            // GLib ends the process when the bus does, as it is at a log-out. The connection is shared, and stays.
            Libsecret.SetExitOnClose(bus, 0);
            _service = Libsecret.GetService(WithSession, _cancellable, &error);
            Check(error);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Tells whether the default collection is locked; null where there is no such collection.</summary>
    public bool? IsDefaultLocked()
    {
        nint collection = DefaultCollection();
        if (collection == 0)
        {
            return null;
        }

        bool locked = Libsecret.IsCollectionLocked(collection) != 0;
        Libsecret.Release(collection);
        return locked;
    }

    /// <summary>Has the default collection unlocked, by a question that the keyring asks on the screen.</summary>
    /// <returns>Whether somebody unlocked it.</returns>
    public bool UnlockDefault()
    {
        nint collection = DefaultCollection();
        if (collection == 0)
        {
            return false;
        }

        Libsecret.ListNode* list = Libsecret.Append(null, collection);
        Libsecret.ListNode* unlocked = null;
        Libsecret.Error* error = null;
        int count = Libsecret.Unlock(_service, list, _cancellable, &unlocked, &error);
        FreeAll(unlocked);
        Libsecret.FreeList(list);
        Libsecret.Release(collection);
        Check(error);
        return count > 0;
    }

    /// <summary>Looks an item's secret up. One in a locked collection is as good as absent to this call.</summary>
    /// <returns>The secret's bytes, which the caller wipes; null where there are none.</returns>
    public byte[]? Lookup(SecretAttributes attributes)
    {
        Libsecret.Error* error = null;
        byte* password = Libsecret.Lookup(SecretAttributes.Schema, attributes.Table, _cancellable, &error);
        Check(error);
        if (password is null)
        {
            return null;
        }

        byte[] bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(password).ToArray();
        Libsecret.FreePassword(password);
        return bytes;
    }

    /// <summary>Tells whether there is such an item in a collection that is locked.</summary>
    public bool IsLockedAway(SecretAttributes attributes)
    {
        Libsecret.Error* error = null;
        Libsecret.ListNode* items = Libsecret.Search(_service, SecretAttributes.Schema, attributes.Table, SearchAll, _cancellable, &error);
        Check(error);
        bool locked = false;
        for (var node = items; node is not null; node = node->Next)
        {
            locked |= Libsecret.IsItemLocked(node->Data) != 0;
        }

        FreeAll(items);
        return locked;
    }

    /// <summary>Stores a secret in the default collection, in the place of an item with the same attributes.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="label">What a person sees of it.</param>
    /// <param name="secret">The secret, with a zero at its end.</param>
    public void Store(SecretAttributes attributes, string label, ReadOnlySpan<byte> secret)
    {
        Libsecret.Error* error = null;
        nint text = Marshal.StringToCoTaskMemUTF8(label);
        fixed (byte* collection = "default\0"u8, password = secret)
        {
            _ = Libsecret.Store(SecretAttributes.Schema, attributes.Table, collection, (byte*)text, password, _cancellable, &error);
        }

        Marshal.FreeCoTaskMem(text);
        Check(error);
    }

    /// <summary>Removes an item.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Clear(SecretAttributes attributes)
    {
        Libsecret.Error* error = null;
        int removed = Libsecret.Clear(SecretAttributes.Schema, attributes.Table, _cancellable, &error);
        Check(error);
        return removed != 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _limit.Dispose();
        lock (_lock)
        {
            _isOver = true;
            if (_service != 0)
            {
                // Else the next call speaks to a service that was started anew meanwhile, and doesn't know us.
                Libsecret.Release(_service);
                Libsecret.Disconnect();
                _service = 0;
            }

            Libsecret.Release(_cancellable);
        }
    }

    // Read anew each time: libsecret's copy of what is locked only changes while somebody serves its main loop.
    private nint DefaultCollection()
    {
        Libsecret.Error* error = null;
        fixed (byte* alias = "default\0"u8)
        {
            nint collection = Libsecret.CollectionForAlias(_service, alias, 0, _cancellable, &error);
            Check(error);
            return collection;
        }
    }

    private void Cancel()
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                Libsecret.Cancel(_cancellable);
            }
        }
    }

    private static void FreeAll(Libsecret.ListNode* list)
    {
        for (var node = list; node is not null; node = node->Next)
        {
            Libsecret.Release(node->Data);
        }

        Libsecret.FreeList(list);
    }

    private static void Check(Libsecret.Error* error)
    {
        if (error is null)
        {
            return;
        }

        string? domain = Marshal.PtrToStringUTF8((nint)Libsecret.DomainName(error->Domain));
        var failure = new SecretServiceException(
            Marshal.PtrToStringUTF8((nint)error->Message) ?? "no reason given",
            domain == SecretErrors && error->Code == IsLocked,
            domain == InputOutputErrors && error->Code == Cancelled);
        Libsecret.FreeError(error);
        throw failure;
    }
}
