using Lanyard.Sandbox.CloudTrail;
using Lanyard.Sandbox.Organizations;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox;

/// <summary>The services of AWS JSON that the sandbox speaks.</summary>
internal static class JsonServices
{
    public static IReadOnlyDictionary<SandboxService, JsonServiceModel> All { get; } = new Dictionary<SandboxService, JsonServiceModel>
    {
        [SandboxService.CloudTrail] = CloudTrailModel.Model,
        [SandboxService.Organizations] = OrganizationsModel.Model,
    };
}
