namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>The EC2 metadata service as the AWS SDK for Go v2 finds it.</summary>
internal static class GoInstanceMetadata
{
    private const string Disabled = "no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option, "
        + "or \"AWS_EC2_METADATA_DISABLED\" environment variable";

    /// <summary>Plans to ask it.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="selected">The selected profile, whose settings for the service count also below a source profile.</param>
    /// <param name="at">The setting that names the service; null where it is asked because nothing else is set.</param>
    public static GoStep Plan(DialectMachine machine, GoProfile? selected, Origin? at)
    {
        const string Variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
        var setting = selected?.Find("ec2_metadata_service_endpoint");
        var mode = machine.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") ?? selected?.Text("ec2_metadata_service_endpoint_mode");
        var address = machine.Variable(Variable) ?? setting?.Value
            ?? (mode?.Trim().Equals("IPv6", StringComparison.OrdinalIgnoreCase) == true ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
        var origin = at ?? (machine.Variable(Variable) is not null ? Origin.OfVariable(Variable) : setting is null ? null : selected!.Origin(setting));
        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            return new GoStep(
                new Source.InstanceMetadata(new Uri("http://169.254.169.254")),
                new DialectError($"no EC2 IMDS role found, operation error ec2imds: GetMetadata, the endpoint {address} is not an http address", origin))
            { IsCached = true };
        }

        var v1 = machine.Variable("AWS_EC2_METADATA_V1_DISABLED") ?? selected?.Text("ec2_metadata_v1_disabled");
        var source = new Source.InstanceMetadata(endpoint)
        {
            AllowsV1 = v1?.Equals("true", StringComparison.OrdinalIgnoreCase) != true,
            Origin = origin,
        };
        return machine.Variable("AWS_EC2_METADATA_DISABLED")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true
            ? new GoStep(source, new DialectError(Disabled, Origin.OfVariable("AWS_EC2_METADATA_DISABLED"))) { IsCached = true }
            : new GoStep(source) { IsCached = true };
    }
}
