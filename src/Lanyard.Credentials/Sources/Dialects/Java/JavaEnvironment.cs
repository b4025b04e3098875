namespace Lanyard.Credentials.Sources.Dialects.Java;

/// <summary>The sources that the AWS SDK for Java finds in the environment. It trims what a variable holds.</summary>
/// <param name="machine">The machine.</param>
internal sealed class JavaEnvironment(DialectMachine machine)
{
    private const string TokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string Disabled = "AWS_EC2_METADATA_DISABLED";
    private const string Endpoint = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    /// <summary>Gives a variable without the blanks around it; null where it is unset.</summary>
    public string? Variable(string name) => machine.SetVariable(name)?.Trim();

    /// <summary>Gives the access key.</summary>
    /// <exception cref="JavaException">There is none, or half of one.</exception>
    public Source Keys()
    {
        foreach (var (variable, what, property) in new[] { ("AWS_ACCESS_KEY_ID", "Access key", "aws.accessKeyId"), ("AWS_SECRET_ACCESS_KEY", "Secret key", "aws.secretAccessKey") })
        {
            if (string.IsNullOrEmpty(Variable(variable)))
            {
                throw new JavaException(
                    $"Unable to load credentials from system settings. {what} must be specified either via environment variable ({variable}) or system property ({property}).",
                    $"{variable} is not set", Origin.OfVariable(variable));
            }
        }

        return new Source.Environment(Variable("AWS_ACCESS_KEY_ID")!)
        {
            TokenVariables = ["AWS_SESSION_TOKEN"],
            AcceptsExpired = true,
            Origin = Origin.OfVariable("AWS_ACCESS_KEY_ID"),
        };
    }

    /// <summary>Gives the web identity.</summary>
    /// <exception cref="JavaException">It is not set, or its token can't be read.</exception>
    public Source WebIdentity()
    {
        foreach (var variable in new[] { TokenFile, "AWS_ROLE_ARN" })
        {
            if (string.IsNullOrEmpty(Variable(variable)))
            {
                throw new JavaException(
                    $"Either the environment variable {TokenFile} or the javaproperty aws.webIdentityTokenFile must be set.", $"{variable} is not set", Origin.OfVariable(variable));
            }
        }

        return WebIdentity(Variable(TokenFile)!, Variable("AWS_ROLE_ARN")!, Variable("AWS_ROLE_SESSION_NAME"), Origin.OfVariable(TokenFile));
    }

    /// <summary>Makes a web identity of its settings, wherever they stand.</summary>
    /// <exception cref="JavaException">The token can't be read.</exception>
    public Source WebIdentity(string tokenFile, string roleArn, string? sessionName, Origin at) => machine.Open(tokenFile).State == MachineFileState.Read
        ? new Source.WebIdentity(roleArn, tokenFile, sessionName) { Origin = at }
        : throw new JavaException($"java.nio.file.NoSuchFileException: {tokenFile}", $"{at} names a token file that can't be read", at);

    /// <summary>Gives the container's endpoint.</summary>
    /// <exception cref="JavaException">Neither variable is set, or the address may not be asked.</exception>
    public Source Container()
    {
        try
        {
            var container = ContainerEndpoint.FromEnvironment(new MachineState(machine.Environment, NoFiles, null));
            var variable = machine.Variable(ContainerEndpoint.RelativeUri) is null ? ContainerEndpoint.FullUri : ContainerEndpoint.RelativeUri;
            return container is not null
                ? container with { Origin = Origin.OfVariable(variable) }
                : throw new JavaException(
                    $"Cannot fetch credentials from container - neither {ContainerEndpoint.FullUri} or {ContainerEndpoint.RelativeUri} environment variables are set.",
                    $"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set");
        }
        catch (CredentialsException e)
        {
            throw new JavaException(e.Message, e.Message);
        }
    }

    /// <summary>Gives the metadata service.</summary>
    /// <param name="profile">The profile that may say where it is; null for none.</param>
    /// <exception cref="JavaException">It may not be asked, or nobody understands whether it may.</exception>
    public Source Metadata(JavaProfile? profile)
    {
        if (Variable(Disabled) is { } disabled && !disabled.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            throw disabled.Equals("true", StringComparison.OrdinalIgnoreCase)
                ? new JavaException($"IMDS credentials have been disabled by environment variable or system property.", $"{Disabled} is true", Origin.OfVariable(Disabled))
                : new JavaException($"Environment variable '{Disabled}' was defined as '{disabled}', but should be 'false' or 'true'", $"{Disabled} is neither true nor false", Origin.OfVariable(Disabled));
        }

        var (address, at) = Variable(Endpoint) is { } set ? (set, Origin.OfVariable(Endpoint))
            : profile?.Get("ec2_metadata_service_endpoint") is { } own ? (own, profile.At("ec2_metadata_service_endpoint"))
            : (IsIPv6(profile) ? "http://[fd00:ec2::254]" : "http://169.254.169.254", (Origin?)null);
        return Uri.TryCreate(address, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? new Source.InstanceMetadata(endpoint) { AllowsV1 = !IsTrue(Variable("AWS_EC2_METADATA_V1_DISABLED") ?? profile?.Get("ec2_metadata_v1_disabled")), Origin = at }
            : throw new JavaException($"Illegal metadata service endpoint: {address}", $"{at} is no address", at);
    }

    private bool IsIPv6(JavaProfile? profile) =>
        "ipv6".Equals(Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") ?? profile?.Get("ec2_metadata_service_endpoint_mode"), StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(string? value) => "true".Equals(value, StringComparison.OrdinalIgnoreCase);

    private static SharedConfig.SharedConfigSnapshot NoFiles => SharedConfig.SharedConfigSnapshot.Load(new SharedConfig.SharedConfigLocations("", ""));
}
