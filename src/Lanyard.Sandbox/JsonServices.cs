using Lanyard.Sandbox.CloudTrail;
using Lanyard.Sandbox.Ecr;
using Lanyard.Sandbox.IdentityStore;
using Lanyard.Sandbox.Logs;
using Lanyard.Sandbox.Organizations;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.Ssm;
using Lanyard.Sandbox.SsoAdmin;

namespace Lanyard.Sandbox;

/// <summary>The services of AWS JSON that the sandbox speaks.</summary>
internal static class JsonServices
{
    public static IReadOnlyDictionary<SandboxService, JsonServiceModel> All { get; } = new Dictionary<SandboxService, JsonServiceModel>
    {
        [SandboxService.CloudTrail] = CloudTrailModel.Model,
        [SandboxService.SsoAdmin] = SsoAdminModel.Model,
        [SandboxService.IdentityStore] = IdentityStoreModel.Model,
        [SandboxService.Ssm] = SsmModel.Model,
        [SandboxService.Logs] = LogsModel.Model,
        [SandboxService.Ecr] = EcrModel.Model,
        [SandboxService.Organizations] = OrganizationsModel.Model,
    };
}
