using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>An action of the catalogue.</summary>
public sealed class CatalogueAction
{
    private readonly Catalogue _catalogue;

    internal CatalogueAction(Catalogue catalogue, int id) => (_catalogue, Id) = (catalogue, id);

    /// <summary>Gets its number in its catalogue.</summary>
    public int Id { get; }

    /// <summary>Gets its name without the service, such as <c>GetObject</c>.</summary>
    public string Name => Data.Text(Field(0));

    /// <summary>Gets its name in a policy, such as <c>s3:GetObject</c>.</summary>
    public string FullName => $"{Service.Prefix}:{Name}";

    /// <summary>Gets the service.</summary>
    public CatalogueService Service => CatalogueService.OfAction(_catalogue, Id);

    /// <summary>Gets what it does at most.</summary>
    public AccessLevel AccessLevel => (AccessLevel)((uint)Field(1) >> AccessLevelShift);

    /// <summary>Gets what it does, in a sentence; empty where the reference had none.</summary>
    public string Description => Data.Description((int)(Field(1) & DescriptionMask));

    /// <summary>Gets whether no resource type is known for it, so that a policy can allow it for <c>*</c> alone.</summary>
    public bool IsWithoutResourceTypes => Data.List(Field(2)).Count == 0;

    /// <summary>Gets the resource types that it can be limited to.</summary>
    public IReadOnlyList<ActionResource> ResourceTypes
    {
        get
        {
            var list = Data.List(Field(2));
            return new View<ActionResource>(list.Count / 2, i => new ActionResource(_catalogue, list[2 * i], list[(2 * i) + 1]));
        }
    }

    /// <summary>Gets the condition keys that its requests may carry, beside those of its resource types and the global ones.</summary>
    public IReadOnlyList<ConditionKey> ConditionKeys => _catalogue.KeysOf(Field(3));

    /// <summary>Gets the other actions that the caller needs with it; some only for some requests.</summary>
    public IReadOnlyList<CatalogueAction> DependentActions
    {
        get
        {
            var list = Data.List(Field(4));
            return new View<CatalogueAction>(list.Count == 0 ? 0 : list[0], i => new CatalogueAction(_catalogue, list[i + 1]));
        }
    }

    /// <summary>Gets the roles that it hands to services, for which the caller needs <c>iam:PassRole</c>.</summary>
    public IReadOnlyList<PassedRole> PassedRoles
    {
        get
        {
            var list = Data.List(Field(4));
            var first = list.Count == 0 ? 0 : 1 + list[0];
            return new View<PassedRole>((list.Count - first) / 3, i =>
            {
                var at = first + (3 * i);
                return new PassedRole(Data.Text(list[at]), Data.Text(list[at + 1]), (list[at + 2] & IsAlways) != 0);
            });
        }
    }

    private CatalogueData Data => _catalogue.Data;

    /// <inheritdoc/>
    public override string ToString() => FullName;

    private int Field(int field) => Data.Number(Data.Actions + (Id * ActionSize) + (field * sizeof(int)));
}

/// <summary>A resource type that an action can be limited to.</summary>
public sealed class ActionResource
{
    private readonly Catalogue _catalogue;
    private readonly int _type;
    private readonly int _keys;

    internal ActionResource(Catalogue catalogue, int type, int keys) => (_catalogue, _type, _keys) = (catalogue, type, keys);

    /// <summary>Gets the type.</summary>
    public ResourceType Type => new(_catalogue, _type >> 1);

    /// <summary>Gets whether every request has a resource of this type.</summary>
    public bool IsRequired => (_type & CatalogueLayout.IsRequired) != 0;

    /// <summary>Gets the condition keys that come with the action on this type alone.</summary>
    public IReadOnlyList<ConditionKey> ConditionKeys => _catalogue.KeysOf(_keys);
}
