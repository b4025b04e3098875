using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.IdentityStore;

/// <summary>
/// A call of the identity store: finds the store, people and groups that it names. Policies are asked first, about each resource that the Service Authorization
/// Reference has for the action.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="json">Where the result goes.</param>
internal sealed class StoreCall(JsonCall call, Utf8JsonWriter json)
{
    /// <summary>Makes an operation of calls like this.</summary>
    public static JsonOperation Operation(string name, Action<StoreCall> run) => new(name, (call, json) => run(new StoreCall(call, json)));

    public JsonCall Call { get; } = call;

    public Utf8JsonWriter Json { get; } = json;

    public JsonParameters Input => Call.Input;

    public IdentityDirectory Directory => Call.State.IdentityCenter.Directory;

    /// <summary>Gets when and by whom what this call makes is made.</summary>
    public DirectoryStamp Stamp => DirectoryStamp.New(Call.Now, Call.Caller.Arn);

    /// <summary>Finds the store, and asks whether the call is allowed on it, and on others of its things.</summary>
    /// <param name="others">Their ARNs after <c>arn:…:identitystore:::</c>, such as <c>user/ID</c>.</param>
    public void Store(params IReadOnlyList<string> others)
    {
        var place = Call.State.IdentityCenter.Place;
        var id = Input.Text("IdentityStoreId", 1, 36, StorePatterns.StoreId);

        // For an account that administers it the store is as its own.
        var isOurs = Call.State.Organizations.Administers(Call.Caller.AccountId, place.AccountId, "sso.amazonaws.com");
        Call.Authorize(new CallRequest($"identitystore:{Call.Operation}", $"arn:{place.Partition}:identitystore::{place.AccountId}:identitystore/{id}")
        {
            Owner = isOurs ? Call.Caller.AccountId : null,
            Region = Call.Region,
            Denial = "AccessDeniedException",
        });
        foreach (var other in others)
        {
            Call.Authorize($"arn:{place.Partition}:identitystore:::{other}");
        }

        if (id != place.StoreId || Call.Region != place.Region)
        {
            throw StoreFaults.NotFound("IDENTITY_STORE");
        }
    }

    public string Id(string name) => Input.Text(name, 1, 47, StorePatterns.ResourceId);

    /// <summary>Finds the person that <c>UserId</c> names.</summary>
    public DirectoryUser User()
    {
        var id = Id("UserId");
        Store($"user/{id}");
        return Directory.FindUser(id) ?? throw StoreFaults.NotFound("USER");
    }

    /// <summary>Finds the group that <c>GroupId</c> names.</summary>
    public DirectoryGroup Group(params IReadOnlyList<string> others)
    {
        var id = Id("GroupId");
        Store([$"group/{id}", .. others]);
        return Directory.FindGroup(id) ?? throw StoreFaults.NotFound("GROUP");
    }

    /// <summary>Reads the user id of a member: the only kind there is.</summary>
    public string MemberId()
    {
        var member = Input.Structure("MemberId") ?? throw Input.Missing("MemberId");
        return member.Text("UserId", 1, 47, StorePatterns.ResourceId);
    }

    /// <summary>Reads a name by which something is looked for instead of its id.</summary>
    /// <returns>The attribute's path and value; <see langword="null"/> for an id of another identity provider, which nothing here has.</returns>
    public (string Path, string Value)? AlternateIdentifier()
    {
        var given = Input.Structure("AlternateIdentifier") ?? throw Input.Missing("AlternateIdentifier");
        if (given.Has("ExternalId") == given.Has("UniqueAttribute"))
        {
            throw StoreFaults.Invalid("AlternateIdentifier must have either ExternalId or UniqueAttribute");
        }

        return given.Structure("UniqueAttribute") is not { } unique ? null
            : (unique.Text("AttributePath", 1, 255, StorePatterns.AttributePath), unique.Text("AttributeValue"));
    }

    /// <summary>Reads the filter of a list.</summary>
    /// <param name="path">The attribute that may be filtered by.</param>
    /// <returns>The value; <see langword="null"/> where all are wanted.</returns>
    public string? Filter(string path)
    {
        if (Input.Structures("Filters", 1) is not [var filter])
        {
            return null;
        }

        var (asked, value) = (filter.Text("AttributePath", 1, 255, StorePatterns.AttributePath), filter.Text("AttributeValue", 1, 1024));
        return asked.Equals(path, StringComparison.OrdinalIgnoreCase) ? value : throw StoreFaults.Invalid($"Filtering by the attribute {asked} is not supported");
    }

    /// <summary>Reads the changes of an update.</summary>
    /// <returns>The path of each, and the whole of it.</returns>
    public IEnumerable<(string Path, JsonParameters Change)> Changes()
    {
        var operations = Input.Has("Operations") ? Input.Structures("Operations", 100) : throw Input.Missing("Operations");
        return operations.IsEmpty
            ? throw Input.Invalid("Operations", "Member must have length greater than or equal to 1")
            : operations.Select(o => (Path(o), o)).ToList();
    }

    /// <summary>Writes when and by whom something was made and last changed.</summary>
    public void Write(DirectoryStamp stamp)
    {
        Json.WriteNumber("CreatedAt", stamp.Created.ToUnixTimeMilliseconds() / 1000m);
        Json.WriteNumber("UpdatedAt", stamp.Updated.ToUnixTimeMilliseconds() / 1000m);
        Json.WriteString("CreatedBy", stamp.CreatedBy);
        Json.WriteString("UpdatedBy", stamp.UpdatedBy);
    }

    private static string Path(JsonParameters change)
    {
        // A change without a value takes the attribute away; which values it may have depends on the attribute.
        _ = change.Has("AttributeValue");
        return change.Text("AttributePath", 1, 255, StorePatterns.AttributePath);
    }

    public void WriteStoreId() => Json.WriteString("IdentityStoreId", Directory.Id);
}
