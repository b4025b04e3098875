using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>A service of the catalogue.</summary>
public sealed class CatalogueService
{
    private readonly Catalogue _catalogue;
    private readonly int _index;

    internal CatalogueService(Catalogue catalogue, int index) => (_catalogue, _index) = (catalogue, index);

    /// <summary>Gets what its actions start with, such as <c>s3</c>.</summary>
    public string Prefix => Data.Text(Field(0));

    /// <summary>Gets what people call it, such as <c>Amazon S3</c>.</summary>
    public string Name => Data.Text(Field(1));

    /// <summary>Gets the numbers of its actions.</summary>
    public ActionRange Range => new(Field(2), Field(2, _index + 1));

    /// <summary>Gets whether resource control policies cover it.</summary>
    public bool SupportsResourceControlPolicies => (Field(5) & CatalogueLayout.SupportsResourceControlPolicies) != 0;

    /// <summary>Gets its actions, by name.</summary>
    public IReadOnlyList<CatalogueAction> Actions => new View<CatalogueAction>(Range.Count, i => new CatalogueAction(_catalogue, Range.First + i));

    /// <summary>Gets its resource types, by name.</summary>
    public IReadOnlyList<ResourceType> ResourceTypes
    {
        get
        {
            var first = Field(3);
            return new View<ResourceType>(Field(3, _index + 1) - first, i => new ResourceType(_catalogue, first + i));
        }
    }

    /// <summary>Gets the condition keys that it sends, by name; of the global ones those that the reference lists for it.</summary>
    public IReadOnlyList<ConditionKey> ConditionKeys => _catalogue.KeysOf(Field(4));

    private CatalogueData Data => _catalogue.Data;

    /// <summary>Finds the number of one of its actions.</summary>
    /// <param name="name">The name without the service; upper and lower case carry no meaning.</param>
    /// <returns>The number; -1 where it has no such action.</returns>
    public int IdOf(ReadOnlySpan<char> name) => IdOf(Data, _index, name);

    /// <summary>Finds one of its resource types.</summary>
    /// <param name="name">The name, such as <c>bucket</c>; upper and lower case carry no meaning.</param>
    public ResourceType? FindResourceType(ReadOnlySpan<char> name) =>
        Data.Find(Data.ResourceTypes, ResourceTypeSize, Field(3), Field(3, _index + 1), name) is >= 0 and var found ? new ResourceType(_catalogue, found) : null;

    /// <inheritdoc/>
    public override string ToString() => Prefix;

    internal static int IdOf(CatalogueData data, int service, ReadOnlySpan<char> name) =>
        Math.Max(data.Find(data.Actions, ActionSize, Field(data, 2, service), Field(data, 2, service + 1), name), -1);

    internal static CatalogueService OfAction(Catalogue catalogue, int id) => Of(catalogue, id, 2);

    internal static CatalogueService OfResourceType(Catalogue catalogue, int index) => Of(catalogue, index, 3);

    // The last service whose range doesn't start behind the place.
    private static CatalogueService Of(Catalogue catalogue, int place, int field)
    {
        var (first, end) = (0, catalogue.Data.ServiceCount);
        while (end - first > 1)
        {
            var middle = (first + end) >>> 1;
            (first, end) = Field(catalogue.Data, field, middle) <= place ? (middle, end) : (first, middle);
        }

        return new CatalogueService(catalogue, first);
    }

    private static int Field(CatalogueData data, int field, int index) => data.Number(data.Services + (index * ServiceSize) + (field * sizeof(int)));

    private int Field(int field) => Field(Data, field, _index);

    private int Field(int field, int index) => Field(Data, field, index);
}
