using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox.CloudTrail;

/// <summary>AWS CloudTrail, as far as the event history goes. See the CloudTrail API Reference.</summary>
internal static class CloudTrailModel
{
    public static JsonServiceModel Model { get; } = new(
        "cloudtrail", "cloudtrail", "CloudTrail_20131101", "cloudtrail", JsonServiceModel.Index(LookupEvents.All));
}
