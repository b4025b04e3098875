using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on the user names and passwords that users have for CodeCommit and Amazon Keyspaces.</summary>
internal static class ServiceCredentialOperations
{
    private static readonly string[] Services = ["cassandra.amazonaws.com", "codecommit.amazonaws.com"];

    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateServiceSpecificCredential", Create), new("ListServiceSpecificCredentials", List), new("ResetServiceSpecificCredential", Reset),
        new("UpdateServiceSpecificCredential", Update), new("DeleteServiceSpecificCredential", Delete),
    ];

    private static void Create(IamCall call)
    {
        var service = call.Parameters.Required("ServiceName", 1, 256);
        var user = call.User();
        RequireKnown(service);
        var others = call.Account.ServiceCredentials.Of(user.Id).Where(c => c.Service == service).ToList();
        if (others.Count >= Quotas.ServiceCredentialsPerUser)
        {
            throw IamFaults.QuotaExceeded("ServiceSpecificCredentialsPerUser", Quotas.ServiceCredentialsPerUser);
        }

        // "Use IAM with CodeCommit", IAM User Guide: jane-at-111122223333, then jane+1-at-111122223333.
        var first = $"{user.Name}-at-{call.Account.Id}";
        var name = others.Exists(c => c.ServiceUserName == first) ? $"{user.Name}+1-at-{call.Account.Id}" : first;
        var made = new ServiceCredential(call.State.Ids.UniqueId("ACCA"), user.Id, call.Now, service, name, new Secret(call.State.Ids.ServicePassword()));
        call.Account.ServiceCredentials.Put(made);
        Write(call, user, made);
    }

    private static void List(IamCall call)
    {
        var service = call.Parameters.Optional("ServiceName", 1, 256);
        var user = call.UserOrCaller();
        if (service is not null)
        {
            RequireKnown(service);
        }

        call.Page(
            "ServiceSpecificCredentials", call.Account.ServiceCredentials.Of(user.Id).Where(c => service is null || c.Service == service), c => c.Id,
            c => Members(call, user, c));
    }

    private static void Reset(IamCall call)
    {
        var (user, old) = Find(call);
        var made = old with { Password = new Secret(call.State.Ids.ServicePassword()) };
        call.Account.ServiceCredentials.Put(made);
        Write(call, user, made);
    }

    private static void Update(IamCall call)
    {
        var status = call.Parameters.Word("Status", "Active", "Inactive", "Expired") ?? throw IamParameters.Missing("status");
        call.Account.ServiceCredentials.Put(Find(call).Credential with { IsActive = status == "Active" });
    }

    private static void Delete(IamCall call) => call.Account.ServiceCredentials.Remove(Find(call).Credential);

    private static void RequireKnown(string service)
    {
        if (!Services.Contains(service))
        {
            throw service == "bedrock.amazonaws.com"
                ? new ServiceFault("NotImplemented", 501, "lanyard sandbox has no API keys of Amazon Bedrock yet")
                : new ServiceFault("NotSupportedService", 404, "The specified service does not support service-specific credentials.");
        }
    }

    private static (User User, ServiceCredential Credential) Find(IamCall call)
    {
        var id = call.Parameters.Required("ServiceSpecificCredentialId", 20, 128);
        var user = call.UserOrCaller();
        return (user, call.Account.ServiceCredentials.Find(user.Id, id) ?? throw IamFaults.NoSuchEntity($"No such credential {id} exists"));
    }

    private static void Write(IamCall call, User user, ServiceCredential credential) => call.Result.Group("ServiceSpecificCredential", () =>
    {
        Members(call, user, credential);
        call.Result.Text("ServicePassword", credential.Password.Reveal());
    });

    private static void Members(IamCall call, User user, ServiceCredential credential) => call.Result
        .Text("UserName", user.Name)
        .Text("Status", credential.Status)
        .Text("ServiceUserName", credential.ServiceUserName)
        .Date("CreateDate", credential.Created)
        .Text("ServiceSpecificCredentialId", credential.Id)
        .Text("ServiceName", credential.Service);
}
