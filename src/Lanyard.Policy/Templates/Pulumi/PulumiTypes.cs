namespace Lanyard.Policy.Templates.Pulumi;

/// <summary>The names of Pulumi's AWS types: several were renamed, and some stand in two modules.</summary>
internal static class PulumiTypes
{
    /// <summary>Gives the type under which there is a chapter.</summary>
    /// <param name="type">The type, such as <c>aws:s3/bucketV2:BucketV2</c>.</param>
    public static string Current(string type)
    {
        var parts = type.Split(':', '/');
        if (parts is not [var package, var module, var member, var name])
        {
            return type;
        }

        module = module switch
        {
            "alb" or "applicationloadbalancing" or "elasticloadbalancingv2" => "lb",
            "ec2transitgateway" or "vpc" => "ec2",
            _ => module,
        };
        if (module == "s3" && name.EndsWith("V2", StringComparison.Ordinal))
        {
            (member, name) = (member[..^2], name[..^2]);
        }

        return $"{package}:{module}/{member}:{name}";
    }
}
