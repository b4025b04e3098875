using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>A resource type of a service.</summary>
public sealed class ResourceType
{
    private readonly Catalogue _catalogue;
    private readonly int _index;

    internal ResourceType(Catalogue catalogue, int index) => (_catalogue, _index) = (catalogue, index);

    /// <summary>Gets its name, such as <c>bucket</c>.</summary>
    public string Name => _catalogue.Data.Text(Field(0));

    /// <summary>Gets the service.</summary>
    public CatalogueService Service => CatalogueService.OfResourceType(_catalogue, _index);

    /// <summary>Gets its ARNs, with variables such as <c>${Partition}</c>.</summary>
    public IReadOnlyList<string> ArnFormats
    {
        get
        {
            var list = _catalogue.Data.List(Field(1));
            return new View<string>(list.Count, i => _catalogue.Data.Text(list[i]));
        }
    }

    /// <summary>Gets the condition keys that come with resources of it.</summary>
    public IReadOnlyList<ConditionKey> ConditionKeys => _catalogue.KeysOf(Field(2));

    /// <inheritdoc/>
    public override string ToString() => Name;

    private int Field(int field) => _catalogue.Data.Number(_catalogue.Data.ResourceTypes + (_index * ResourceTypeSize) + (field * sizeof(int)));
}
