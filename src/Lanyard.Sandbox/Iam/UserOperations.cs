using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on users.</summary>
internal static class UserOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateUser", Create), new("GetUser", Get), new("ListUsers", List), new("UpdateUser", Update), new("DeleteUser", Delete),
    ];

    private static void Create(IamCall call)
    {
        var p = call.Parameters;
        var (name, path, tags, boundary) = (p.Name("UserName", 64), p.Path, p.Tags, p.OptionalArn("PermissionsBoundary"));
        var key = call.NewKey("user", path, name, "AIDA");
        call.AuthorizeMaking("User", key.Arn, tags, boundary: boundary);
        var users = call.Account.Users;
        if (users.IsTaken(name))
        {
            throw IamFaults.AlreadyExists($"User with name {name} already exists.");
        }

        if (users.Count >= Quotas.Users)
        {
            throw IamFaults.QuotaExceeded("UsersPerAccount", Quotas.Users);
        }

        var user = TagOperations.Tag(new User(key) { Boundary = BoundaryOperations.Check(call, boundary) }, tags);
        users.Put(user);
        call.Result.Group("User", () => EntityXml.Write(call.Result, user));
    }

    private static void Get(IamCall call)
    {
        // "GetUser", IAM API Reference: without a name it is the user who signed; the root user has no name at all.
        if (call.Caller.Kind == CallerKind.Root && !call.Parameters.Has("UserName"))
        {
            call.Authorize(call.Account.Root);
            call.Result.Group("User", () => call.Result.Text("UserId", call.Account.Id).Text("Arn", call.Account.Root).Date("CreateDate", call.Now));
            return;
        }

        var user = call.UserOrCaller();
        call.Result.Group("User", () => EntityXml.Write(call.Result, user));
    }

    private static void List(IamCall call)
    {
        var prefix = call.Parameters.PathPrefix;
        call.Authorize(call.ArnOf("user", prefix[1..]));
        call.Page("Users", call.Account.Users.All.Where(u => u.Key.Path.StartsWith(prefix, StringComparison.Ordinal)), u => u.Name, u => EntityXml.Write(call.Result, u, whole: false));
    }

    private static void Update(IamCall call)
    {
        var (path, name) = (call.Parameters.PathOf("NewPath"), call.Parameters.OptionalName("NewUserName", 64));
        var user = call.User();
        var key = user.Key with { Path = path ?? user.Key.Path, Name = name ?? user.Name };

        // "Renaming an IAM user", IAM User Guide: the caller needs the permission for the old name and the new one.
        if (key != user.Key)
        {
            call.Authorize(key.Arn, keys: new Keys().WithResource(user));
        }

        if (!key.Name.Equals(user.Name, StringComparison.OrdinalIgnoreCase) && call.Account.Users.IsTaken(key.Name))
        {
            throw IamFaults.AlreadyExists($"User with name {key.Name} already exists.");
        }

        call.Account.Users.Put(user with { Key = key });
        if (key.Arn != user.Arn)
        {
            PrincipalRename.Everywhere(call.State.Iam, user.Arn, key.Arn);
        }
    }

    private static void Delete(IamCall call)
    {
        var user = call.User();
        if (call.State.UserKeys.Of(user.Id).Count > 0)
        {
            throw IamFaults.MustFirst("delete access keys");
        }

        if (user.Login is not null)
        {
            throw IamFaults.MustFirst("delete login profile");
        }

        if (call.Account.SshKeys.Of(user.Id).Length > 0)
        {
            throw IamFaults.MustFirst("delete SSH public keys");
        }

        if (call.Account.ServiceCredentials.Of(user.Id).Length > 0)
        {
            throw IamFaults.MustFirst("delete service specific credentials");
        }

        if (call.Account.MfaDevices.All.Any(d => d.UserId == user.Id))
        {
            throw IamFaults.MustFirst("delete MFA device");
        }

        if (call.Account.GroupsOf(user).Any())
        {
            throw IamFaults.MustFirst("remove users from group");
        }

        InlinePolicyOperations.RequireNone(user);
        call.Account.Users.Remove(user);
        PrincipalRename.Everywhere(call.State.Iam, user.Arn, user.Id);
    }
}
