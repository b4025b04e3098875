using System.Collections.Immutable;
using Lanyard.Aws.Protocols;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.IdentityStore;

/// <summary>The operations on people.</summary>
internal static class StoreUserOperations
{
    private const int MostUsers = 100_000;

    // "Identity store": what every person of Identity Center's own directory has.
    private static readonly (string Key, string Shown)[] Required = [("DisplayName", "displayname"), ("Name.GivenName", "givenname"), ("Name.FamilyName", "familyname")];

    public static IEnumerable<JsonOperation> All { get; } =
    [
        StoreCall.Operation("CreateUser", Create), StoreCall.Operation("DescribeUser", Describe), StoreCall.Operation("ListUsers", List),
        StoreCall.Operation("GetUserId", GetId), StoreCall.Operation("UpdateUser", Update), StoreCall.Operation("DeleteUser", Delete),
    ];

    private static void Create(StoreCall call)
    {
        if (call.Input.Has("Extensions"))
        {
            throw NoExtensions();
        }

        var attributes = UserAttributes.Read(call.Input.Root);
        call.Store();
        Require(call, attributes, null);
        if (call.Directory.UserCount >= MostUsers)
        {
            throw StoreFaults.QuotaExceeded("users", MostUsers);
        }

        var user = new DirectoryUser(call.Call.State.Ids.Uuid(), attributes, SeededCenter.NewPassword(call.Call.State.Ids), call.Stamp);
        call.Directory.Put(user);
        call.WriteStoreId();
        call.Json.WriteString("UserId", user.Id);
    }

    private static void Describe(StoreCall call)
    {
        RefuseExtensions(call);
        Write(call, call.User());
    }

    private static void List(StoreCall call)
    {
        RefuseExtensions(call);
        var name = call.Filter("UserName");
        call.Store("user/*");
        call.Call.Page(call.Json, "Users", call.Directory.Users.Where(u => name is null || u.UserName == name), u => u.Id, u =>
        {
            call.Json.WriteStartObject();
            Write(call, u);
            call.Json.WriteEndObject();
        });
    }

    private static void GetId(StoreCall call)
    {
        var asked = call.AlternateIdentifier();
        Func<DirectoryUser, string?> of = asked?.Path.ToUpperInvariant() switch
        {
            null => _ => null,
            "USERNAME" => u => u.UserName,
            "EMAILS.VALUE" => u => u.Email,
            _ => throw StoreFaults.Invalid($"The attribute {asked.Value.Path} is not a unique attribute"),
        };
        var found = asked is null ? null : call.Directory.Users.FirstOrDefault(u => Same(of(u), asked.Value.Value));
        call.Store($"user/{found?.Id ?? "*"}");
        call.WriteStoreId();
        call.Json.WriteString("UserId", found?.Id ?? throw StoreFaults.NotFound("USER"));
    }

    private static void Update(StoreCall call)
    {
        var changes = call.Changes();
        var user = call.User();
        var attributes = changes.Aggregate(user.Attributes, (all, change) => UserAttributes.Change(all, change.Path, JsonProtocol.Member(change.Change.Root, "AttributeValue")));
        Require(call, attributes, user.Id);
        call.Directory.Put(user with { Attributes = attributes, Stamp = user.Stamp.At(call.Call.Now, call.Call.Caller.Arn) });
    }

    private static void Delete(StoreCall call) => call.Directory.Remove(call.User());

    private static void Write(StoreCall call, DirectoryUser user)
    {
        call.WriteStoreId();
        call.Json.WriteString("UserId", user.Id);
        UserAttributes.Write(call.Json, user.Attributes);
        call.Json.WriteString("UserStatus", user.IsEnabled ? "ENABLED" : "DISABLED");
        call.Write(user.Stamp);
    }

    private static void Require(StoreCall call, ImmutableSortedDictionary<string, string> attributes, string? id)
    {
        if (!attributes.TryGetValue("UserName", out var userName))
        {
            throw StoreFaults.Invalid("userName is a required attribute");
        }

        var missing = Required.Where(r => !attributes.ContainsKey(r.Key)).Select(r => $"{r.Shown}: The attribute {r.Shown} is required").ToList();
        if (missing.Count > 0)
        {
            throw StoreFaults.Invalid(string.Join(", ", missing));
        }

        var others = call.Directory.Users.Where(u => u.Id != id).ToList();
        if (others.Exists(u => Same(u.UserName, userName)))
        {
            throw StoreFaults.Conflict("Duplicate UserName");
        }

        if (attributes.TryGetValue("Emails.0.Value", out var email) && others.Exists(u => Same(u.Email, email)))
        {
            throw StoreFaults.Conflict("Duplicate Email");
        }

        // The name becomes the role session's, as STS takes them. What AWS makes of others isn't known.
        if (userName.Length is < 2 or > 64 || !userName.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or ',' or '.' or '@' or '-'))
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox takes user names of 2 to 64 letters, digits and _+=,.@- alone: they become the names of role sessions");
        }
    }

    private static void RefuseExtensions(StoreCall call)
    {
        if (call.Input.Texts("Extensions", 10) is { IsEmpty: false })
        {
            throw NoExtensions();
        }
    }

    private static bool Same(string? one, string other) => other.Equals(one, StringComparison.OrdinalIgnoreCase);

    private static ServiceFault NoExtensions() => new("NotImplemented", 501, "lanyard sandbox knows no extensions of users yet");
}
