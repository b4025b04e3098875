using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Iam;

/// <summary>The operations on virtual MFA devices. There is no QR code: the seed is what a program can use.</summary>
internal static class MfaDeviceOperations
{
    public static IReadOnlyList<IamOperation> All { get; } =
    [
        new("CreateVirtualMFADevice", Create), new("EnableMFADevice", Enable), new("ResyncMFADevice", Resync), new("DeactivateMFADevice", Deactivate),
        new("DeleteVirtualMFADevice", Delete), new("ListMFADevices", List), new("ListVirtualMFADevices", ListVirtual), new("GetMFADevice", Get),
    ];

    private static void Create(IamCall call)
    {
        var (name, tags) = (call.Parameters.Name("VirtualMFADeviceName", 226), call.Parameters.Tags);
        var key = call.NewKey("mfa", call.Parameters.Path, name, "AMFA");
        call.AuthorizeMaking("MFADevice", key.Arn, tags);
        if (call.Account.MfaDevices.IsTaken(key.Arn))
        {
            throw IamFaults.AlreadyExists("MFADevice entity at the same path and name already exists.");
        }

        var device = TagOperations.Tag(new MfaDevice(key, new MfaCodes(new Secret(call.State.Ids.MfaSeed()))), tags);
        call.Account.MfaDevices.Put(device);
        call.Result.Group("VirtualMFADevice", () =>
        {
            call.Result.Text("SerialNumber", device.Arn).Text("Base32StringSeed", Convert.ToBase64String(Encoding.ASCII.GetBytes(device.Codes.Seed.Reveal())));
            EntityXml.Tags(call.Result, device);
        });
    }

    private static void Enable(IamCall call)
    {
        var (serial, first, second) = Codes(call);
        var user = call.User();
        var device = call.Account.MfaDevices.Find(serial) ?? throw NoDevice(serial);
        if (device.UserId is not null)
        {
            throw IamFaults.AlreadyExists("MFA Device is already in use.");
        }

        if (call.Account.MfaDevices.All.Count(d => d.UserId == user.Id) >= Quotas.MfaDevicesPerUser)
        {
            throw IamFaults.QuotaExceeded("MfaDevicesPerUser", Quotas.MfaDevicesPerUser);
        }

        Take(call, device, first, second);
        call.Account.MfaDevices.Put(device with { UserId = user.Id, EnabledAt = call.Now });
    }

    private static void Resync(IamCall call)
    {
        var (serial, first, second) = Codes(call);
        Take(call, Of(call, CredentialOwner.Of(call.User()), serial), first, second);
    }

    private static void Deactivate(IamCall call)
    {
        var serial = call.Parameters.Required("SerialNumber", 9, 256);
        var device = Of(call, call.OwnerOrCaller(), serial);
        call.Account.MfaDevices.Put(device with { UserId = null, EnabledAt = null });
    }

    private static void Delete(IamCall call)
    {
        var device = call.MfaDevice();
        call.Account.MfaDevices.Remove(device.UserId is null ? device : throw IamFaults.DeleteConflict("MFA VirtualDevice in use. Must deactivate first."));
    }

    private static void List(IamCall call)
    {
        var user = call.OwnerOrCaller();
        call.Page("MFADevices", call.Account.MfaDevices.All.Where(d => d.UserId == user.Id), d => d.Arn, d => call.Result
            .Text("UserName", user.Name)
            .Text("SerialNumber", d.Arn)
            .Date("EnableDate", d.EnabledAt));
    }

    private static void ListVirtual(IamCall call)
    {
        var status = call.Parameters.Word("AssignmentStatus", "Assigned", "Unassigned", "Any") ?? "Any";
        call.Authorize("*", call.ArnOf("mfa", ""));
        var devices = call.Account.MfaDevices.All.Where(d => status == "Any" || d.UserId is not null == (status == "Assigned"));
        call.Page("VirtualMFADevices", devices, d => d.Arn, d =>
        {
            call.Result.Text("SerialNumber", d.Arn).Date("EnableDate", d.EnabledAt);
            if (d.UserId is { } id && call.Account.Users.FindById(id) is { } user)
            {
                call.Result.Group("User", () => EntityXml.Write(call.Result, user, whole: false));
            }
        });
    }

    private static void Get(IamCall call)
    {
        var serial = call.Parameters.Required("SerialNumber", 9, 256);
        var user = call.OwnerOrCaller();
        var device = Of(call, user, serial);
        call.Result.Text("UserName", user.Name).Text("SerialNumber", device.Arn).Date("EnableDate", device.EnabledAt);
    }

    private static (string Serial, string First, string Second) Codes(IamCall call) => (
        call.Parameters.Required("SerialNumber", 9, 256), call.Parameters.Required("AuthenticationCode1", 6, 6), call.Parameters.Required("AuthenticationCode2", 6, 6));

    private static MfaDevice Of(IamCall call, CredentialOwner user, string serial) => call.Account.MfaDevices.Find(serial) is { } device && device.UserId == user.Id
        ? device
        : throw (serial.StartsWith("arn:", StringComparison.Ordinal) && call.Account.MfaDevices.Find(serial) is null
            ? NoDevice(serial)
            : IamFaults.NoSuchEntity("MFA Device invalid for user."));

    private static void Take(IamCall call, MfaDevice device, string first, string second)
    {
        if (!device.Codes.TakePair(first, second, call.State.ClientNow))
        {
            throw new ServiceFault("InvalidAuthenticationCode", 403, "Authentication code for device is not valid.");
        }
    }

    private static ServiceFault NoDevice(string serial) => IamFaults.NoSuchEntity($"VirtualMFADevice with serial number {serial} doesn't exist.");
}
