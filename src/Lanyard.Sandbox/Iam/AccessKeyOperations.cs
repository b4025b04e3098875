using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on access keys: for the calling user, or for another of its account.</summary>
internal static class AccessKeyOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateAccessKey", Create), new("ListAccessKeys", List), new("UpdateAccessKey", Update), new("DeleteAccessKey", Delete), new("GetAccessKeyLastUsed", LastUsed),
    ];

    private static void Create(IamCall call)
    {
        var user = call.OwnerOrCaller();
        var key = new AccessKey(call.State.Ids.AccessKeyId("AKIA"), new Secret(call.State.Ids.SecretAccessKey()), null, null, user.Caller);
        var added = call.State.UserKeys.Add(key, call.Now) ?? throw IamFaults.QuotaExceeded("AccessKeysPerUser", UserKeys.Quota);
        call.Result.Group("AccessKey", () => call.Result
            .Text("UserName", user.Name)
            .Text("AccessKeyId", key.Id)
            .Text("Status", "Active")
            .Text("SecretAccessKey", key.Secret.Reveal())
            .Date("CreateDate", added.Created));
    }

    private static void List(IamCall call)
    {
        var user = call.OwnerOrCaller();

        // In the order of their making, which two made in one moment don't tell: the page keeps the order in which they were added.
        var keys = call.State.UserKeys.Of(user.Id);
        call.Page("AccessKeyMetadata", keys.Index(), k => k.Index.ToString("D4", System.Globalization.CultureInfo.InvariantCulture), k => call.Result
            .Text("UserName", user.Name)
            .Text("AccessKeyId", k.Item.Key.Id)
            .Text("Status", k.Item.IsActive ? "Active" : "Inactive")
            .Date("CreateDate", k.Item.Created));
    }

    private static void Update(IamCall call)
    {
        var (id, status) = (call.Parameters.AccessKeyId, call.Parameters.Word("Status", "Active", "Inactive", "Expired") ?? throw IamParameters.Missing("status"));
        call.State.UserKeys.SetActive(KeyOf(call, call.OwnerOrCaller(), id), status == "Active");
    }

    private static void Delete(IamCall call)
    {
        var id = call.Parameters.AccessKeyId;
        call.State.UserKeys.Remove(KeyOf(call, call.OwnerOrCaller(), id));
    }

    private static void LastUsed(IamCall call)
    {
        var id = call.Parameters.AccessKeyId;

        // A key of another account is none that this one knows of.
        var key = call.State.UserKeys.Find(id);
        var user = key is null ? null : call.Account.Users.FindById(key.Key.Caller.UserId);
        var isOfRoot = key?.Key.Caller.UserId == call.Account.Id;
        call.Authorize(user?.Arn ?? (isOfRoot ? call.Account.Root : "*"), $"access key {id}", new Keys().WithResource(user));
        if (key is null || (user is null && !isOfRoot))
        {
            throw NoSuchKey(id);
        }

        var use = key.LastUse;
        call.Result.Text("UserName", user?.Name).Group("AccessKeyLastUsed", () => call.Result
            .Date("LastUsedDate", use?.Time)
            .Text("ServiceName", use?.Service ?? "N/A")
            .Text("Region", use?.Region ?? "N/A"));
    }

    private static string KeyOf(IamCall call, CredentialOwner user, string id) =>
        call.State.UserKeys.Find(id) is { } key && key.Key.Caller.UserId == user.Id ? id : throw NoSuchKey(id);

    private static ServiceFault NoSuchKey(string id) => IamFaults.NoSuchEntity($"The Access Key with id {id} cannot be found.");
}
