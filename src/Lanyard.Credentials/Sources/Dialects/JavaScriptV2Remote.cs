using System.Text;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>The container endpoint and the EC2 metadata service as the AWS SDK for JavaScript v2 finds them.</summary>
internal static class JavaScriptV2Remote
{
    /// <summary>Gives the container endpoint. A token is read in a place where nothing catches an error.</summary>
    public static JavaScriptAnswer Container(DialectMachine machine)
    {
        var relative = machine.Variable(ContainerEndpoint.RelativeUri);
        var variable = relative is not null ? ContainerEndpoint.RelativeUri : ContainerEndpoint.FullUri;
        if ((relative is not null ? "http://169.254.170.2" + relative : machine.Variable(ContainerEndpoint.FullUri)) is not { } address)
        {
            return JavaScriptAnswer.Pass($"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return JavaScriptAnswer.Pass($"{variable} is not an http or https address");
        }

        if (relative is null && url.Scheme == "http" && url.Host is not ("localhost" or "127.0.0.1" or "169.254.170.23"))
        {
            return JavaScriptAnswer.Pass($"{variable} names a host that may not be asked over plain http: only localhost, 127.0.0.1 and 169.254.170.23 may");
        }

        // With the relative address a token counts only where a file of it is named as well.
        var tokenFile = machine.Variable(ContainerEndpoint.TokenFile);
        var token = machine.Variable(ContainerEndpoint.FullUri) is null && tokenFile is null ? null : machine.Variable(ContainerEndpoint.Token);
        var tokenVariable = token is not null ? ContainerEndpoint.Token : tokenFile is not null ? ContainerEndpoint.TokenFile : null;
        if (token is null && tokenFile is not null)
        {
            var file = machine.Open(tokenFile);
            if (JavaScript.WhyUnreadable(file.State, tokenFile) is { } problem)
            {
                return JavaScriptAnswer.Fail($"Error: {problem}", Origin.OfVariable(ContainerEndpoint.TokenFile));
            }

            token = Encoding.UTF8.GetString(file.Text.Bytes);
        }

        return token is not null && !JavaScript.IsHeaderValue(token)
            ? JavaScriptAnswer.Fail("TypeError: Invalid character in header content [\"Authorization\"]", Origin.OfVariable(tokenVariable!))
            : JavaScriptAnswer.Use(new Source.Container(url, tokenVariable) { Origin = Origin.OfVariable(variable) });
    }

    /// <summary>Gives the metadata service.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="loading">What was settled when the SDK was loaded.</param>
    /// <param name="profile">The selected profile, if it is there.</param>
    public static JavaScriptAnswer InstanceMetadata(DialectMachine machine, JavaScriptV2Loading loading, JavaScriptProfile? profile)
    {
        if (machine.Variable("AWS_EC2_METADATA_DISABLED") is not null)
        {
            return JavaScriptAnswer.Pass("AWS_EC2_METADATA_DISABLED is set; to this SDK any text means that, even `false`");
        }

        if (!Uri.TryCreate(loading.MetadataEndpoint, UriKind.Absolute, out var url))
        {
            return JavaScriptAnswer.Fail("TypeError: Invalid URL", loading.MetadataOrigin);
        }

        var allowsV1 = machine.Variable("AWS_EC2_METADATA_V1_DISABLED") is null or "false" && profile?.Get("ec2_metadata_v1_disabled") is null or "false";
        return JavaScriptAnswer.Use(new Source.InstanceMetadata(url) { AllowsV1 = allowsV1, Origin = loading.MetadataOrigin });
    }
}
