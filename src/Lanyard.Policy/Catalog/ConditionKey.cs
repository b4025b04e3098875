using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>A condition key.</summary>
public sealed class ConditionKey
{
    private readonly Catalogue _catalogue;

    internal ConditionKey(Catalogue catalogue, int id) => (_catalogue, Id) = (catalogue, id);

    /// <summary>Gets its number among the catalogue's condition keys.</summary>
    public int Id { get; }

    /// <summary>Gets its name, with <c>${…}</c> for a part that varies: <c>aws:ResourceTag/${TagKey}</c>.</summary>
    public string Name => _catalogue.Data.Text(Field(0));

    /// <summary>Gets what it compares, in a sentence; may be empty.</summary>
    public string Description => _catalogue.Data.Description(Field(1));

    /// <summary>Gets its type.</summary>
    public ConditionKeyType Type => new((ConditionValueKind)(Field(2) & ~IsMultivalued), (Field(2) & IsMultivalued) != 0);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private int Field(int field) => _catalogue.Data.Number(_catalogue.Data.Keys + (Id * KeySize) + (field * sizeof(int)));
}
