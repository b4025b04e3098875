using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>
/// What AWS publishes about permissions: every service's actions, resource types and condition keys. Actions have numbers without gaps,
/// from 0 to <see cref="ActionCount"/>, those of a service in a row, so that a set of actions can be a set of bits; the numbers hold for this
/// catalogue alone. It never changes, any number of threads may read it, and to open it reads and allocates next to nothing.
/// </summary>
public sealed class Catalogue
{
    private static readonly Lazy<Catalogue> Lazily = new(() => new Catalogue(CatalogueData.OpenEmbedded()));

    private Catalogue(CatalogueData data) => Data = data;

    /// <summary>Gets the catalogue that is part of the program.</summary>
    public static Catalogue Embedded => Lazily.Value;

    /// <summary>Gets what it was made from, in a few words.</summary>
    public string Version => Data.Text(Data.Number(VersionAt));

    /// <summary>Gets the day that its data is of.</summary>
    public DateOnly Date => DateOnly.FromDayNumber(Data.Number(DateAt));

    /// <summary>Gets how many actions there are.</summary>
    public int ActionCount => Data.ActionCount;

    /// <summary>Gets the services, by their prefix.</summary>
    public IReadOnlyList<CatalogueService> Services => new View<CatalogueService>(Data.ServiceCount, i => new CatalogueService(this, i));

    /// <summary>Gets all actions: by service, then by name. An action's place is its number.</summary>
    public IReadOnlyList<CatalogueAction> Actions => new View<CatalogueAction>(ActionCount, Action);

    /// <summary>Gets the condition keys that any service may send, such as <c>aws:SourceIp</c>.</summary>
    public IReadOnlyList<ConditionKey> GlobalConditionKeys => KeysOf(Data.Number(GlobalKeysAt));

    internal CatalogueData Data { get; }

    /// <summary>Reads a catalogue, such as <see cref="CatalogueWriter"/> wrote it.</summary>
    /// <param name="bytes">All of its bytes; they are checked, and copied.</param>
    /// <exception cref="CatalogueException">They are no catalogue, one of another format, or a damaged one.</exception>
    public static Catalogue Read(ReadOnlySpan<byte> bytes)
    {
        CatalogueCheck.Check(bytes);
        return new Catalogue(CatalogueData.Copy(bytes));
    }

    /// <summary>Gives an action.</summary>
    /// <param name="id">Its number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public CatalogueAction Action(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, ActionCount);
        return new CatalogueAction(this, id);
    }

    /// <summary>Finds an action's number.</summary>
    /// <param name="action">The action with its service, such as <c>s3:GetObject</c>; upper and lower case carry no meaning.</param>
    /// <returns>The number; -1 where the catalogue doesn't have it.</returns>
    public int IdOf(ReadOnlySpan<char> action)
    {
        var colon = action.IndexOf(':');
        return colon > 0 && ServiceOf(action[..colon]) is >= 0 and var service ? CatalogueService.IdOf(Data, service, action[(colon + 1)..]) : -1;
    }

    /// <summary>Finds an action.</summary>
    /// <param name="action">The action with its service, such as <c>s3:GetObject</c>; upper and lower case carry no meaning.</param>
    public CatalogueAction? FindAction(ReadOnlySpan<char> action) => IdOf(action) is >= 0 and var id ? new CatalogueAction(this, id) : null;

    /// <summary>Finds a service.</summary>
    /// <param name="prefix">What its actions start with, such as <c>s3</c>; upper and lower case carry no meaning.</param>
    public CatalogueService? FindService(ReadOnlySpan<char> prefix) =>
        ServiceOf(prefix) is >= 0 and var found ? new CatalogueService(this, found) : null;

    /// <summary>Finds a condition key, global or of a service.</summary>
    /// <param name="name">
    /// Its name, such as <c>aws:SourceIp</c> or <c>aws:ResourceTag/team</c>; upper and lower case carry no meaning. A key whose name has a part that
    /// varies is found by any name of that form, and by the form itself.
    /// </param>
    public ConditionKey? FindConditionKey(ReadOnlySpan<char> name) =>
        Data.Find(Data.Keys, KeySize, 0, Data.Number(KeyCountAt), name) is >= 0 and var found
            ? new ConditionKey(this, found)
            : ConditionKeyForms.Find(this, name);

    /// <summary>Finds the actions that a pattern stands for, as ranges of numbers in rising order.</summary>
    /// <param name="pattern"><c>*</c> or <c>service:Name</c>, in which <c>*</c> and <c>?</c> are wildcards, as in a policy's <c>Action</c>.</param>
    public IReadOnlyList<ActionRange> Match(string pattern) => ActionSearch.Find(this, pattern);

    private int ServiceOf(ReadOnlySpan<char> prefix) => Data.Find(Data.Services, ServiceSize, 0, Data.ServiceCount, prefix);

    internal IReadOnlyList<ConditionKey> KeysOf(int list)
    {
        var numbers = Data.List(list);
        return new View<ConditionKey>(numbers.Count, i => new ConditionKey(this, numbers[i]));
    }
}

/// <summary>Numbers of actions that lie in a row.</summary>
/// <param name="First">The first.</param>
/// <param name="End">The one after the last.</param>
public readonly record struct ActionRange(int First, int End)
{
    /// <summary>Gets how many there are.</summary>
    public int Count => End - First;
}
