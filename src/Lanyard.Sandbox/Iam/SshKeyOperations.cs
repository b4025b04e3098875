using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on users' SSH public keys.</summary>
internal static class SshKeyOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("UploadSSHPublicKey", Upload), new("GetSSHPublicKey", Get), new("ListSSHPublicKeys", List), new("UpdateSSHPublicKey", Update), new("DeleteSSHPublicKey", Delete),
    ];

    private static void Upload(IamCall call)
    {
        var body = call.Parameters.Required("SSHPublicKeyBody", 1, 16384);
        var (user, keys) = (call.User(), call.Account.SshKeys);
        if (!SshKeyText.IsKnownForm(body))
        {
            throw new ServiceFault("UnrecognizedPublicKeyEncoding", 400, "The public key encoding format is unsupported or unrecognized.");
        }

        var key = SshKeyText.Read(body) ?? throw new ServiceFault("InvalidPublicKey", 400, "The public key is malformed or otherwise invalid.");
        if (keys.Of(user.Id).Any(k => k.Key.Pem == key.Pem))
        {
            throw new ServiceFault("DuplicateSSHPublicKey", 400, "The SSH public key is already associated with the specified IAM user.");
        }

        if (keys.Of(user.Id).Length >= Quotas.SshKeysPerUser)
        {
            throw IamFaults.QuotaExceeded("SSHPublicKeysPerUser", Quotas.SshKeysPerUser);
        }

        var added = new SshPublicKey(call.State.Ids.UniqueId("APKA"), user.Id, call.Now, key);
        keys.Put(added);
        Write(call, user, added, key.Ssh);
    }

    private static void Get(IamCall call)
    {
        var encoding = call.Parameters.Word("Encoding", "SSH", "PEM") ?? throw IamParameters.Missing("encoding");
        var (user, key) = Find(call);
        Write(call, user, key, encoding == "SSH" ? key.Key.Ssh : key.Key.Pem);
    }

    private static void List(IamCall call)
    {
        var user = call.UserOrCaller();
        call.Page("SSHPublicKeys", call.Account.SshKeys.Of(user.Id), k => k.Id, k => call.Result
            .Text("UserName", user.Name).Text("SSHPublicKeyId", k.Id).Text("Status", k.Status).Date("UploadDate", k.Created));
    }

    private static void Update(IamCall call)
    {
        var status = call.Parameters.Word("Status", "Active", "Inactive", "Expired") ?? throw IamParameters.Missing("status");
        var (_, key) = Find(call);
        call.Account.SshKeys.Put(key with { IsActive = status == "Active" });
    }

    private static void Delete(IamCall call) => call.Account.SshKeys.Remove(Find(call).Key);

    private static (User User, SshPublicKey Key) Find(IamCall call)
    {
        var id = call.Parameters.Required("SSHPublicKeyId", 20, 128);
        var user = call.User();
        return (user, call.Account.SshKeys.Find(user.Id, id) ?? throw IamFaults.NoSuchEntity($"The Public Key with id {id} cannot be found."));
    }

    private static void Write(IamCall call, User user, SshPublicKey key, string body) => call.Result.Group("SSHPublicKey", () => call.Result
        .Text("UserName", user.Name)
        .Text("SSHPublicKeyId", key.Id)
        .Text("Fingerprint", key.Key.Fingerprint)
        .Text("SSHPublicKeyBody", body)
        .Text("Status", key.Status)
        .Date("UploadDate", key.Created));
}
