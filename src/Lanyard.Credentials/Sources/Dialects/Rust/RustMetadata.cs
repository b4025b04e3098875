namespace Lanyard.Credentials.Sources.Dialects.Rust;

/// <summary>The EC2 metadata service by the rules of the AWS SDK for Rust, which asks its version 2 alone.</summary>
/// <param name="machine">The machine.</param>
/// <param name="selected">The selected profile, if the files could be read and have it.</param>
internal sealed class RustMetadata(DialectMachine machine, RustProfile? selected)
{
    private const string DisabledVariable = "AWS_EC2_METADATA_DISABLED";
    private const string EndpointVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    /// <summary>Gets whether it may not be asked.</summary>
    public bool IsDisabled => machine.Variable(DisabledVariable)?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Plans to ask it.</summary>
    /// <param name="at">The setting that names it; null where it is asked because nothing else is set.</param>
    public RustStep Plan(Origin? at)
    {
        var setting = selected?.Find("ec2_metadata_service_endpoint");
        var mode = machine.SetVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") ?? selected?.Text("ec2_metadata_service_endpoint_mode");
        var address = machine.SetVariable(EndpointVariable) ?? setting?.Value
            ?? (mode?.Equals("ipv6", StringComparison.OrdinalIgnoreCase) == true ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
        var origin = at
            ?? (machine.SetVariable(EndpointVariable) is not null ? Origin.OfVariable(EndpointVariable) : setting is null ? null : selected!.Origin(setting));
        return !Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")
            ? new RustStep(new Source.InstanceMetadata(new Uri("http://169.254.169.254")), new DialectError($"invalid endpoint for the IMDS client: {address}", origin))
            : new RustStep(
                new Source.InstanceMetadata(endpoint) { AllowsV1 = false, Origin = origin },
                IsDisabled ? new DialectError($"IMDS disabled by {DisabledVariable} env var set to `true`", Origin.OfVariable(DisabledVariable)) : null);
    }
}
