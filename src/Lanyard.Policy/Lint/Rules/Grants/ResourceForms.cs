using Lanyard.Policy.Catalog;
using Lanyard.Policy.Matching;

namespace Lanyard.Policy.Lint.Rules.Grants;

/// <summary>How the resources of a statement and those of an action go together.</summary>
internal static class ResourceForms
{
    // A name that nobody writes into a policy: what fits it fits any name.
    private const string AnyName = "\uE001any";

    /// <summary>Whether a resource holds all resources of a type that the action can be used on, be it of one account or Region.</summary>
    /// <param name="resource">The resource of a statement.</param>
    /// <param name="action">The action.</param>
    public static bool AreAll(CheckedResource resource, CatalogueAction action)
    {
        if (resource.IsEverything || resource.Arn is not { } arn)
        {
            return resource.IsEverything;
        }

        var pattern = new WildcardPattern(arn.Resource);
        return IsOfService(arn.Service, action.Service.Prefix) && action.ResourceTypes.Any(type => type.Type.ArnFormats.Any(format => pattern.IsMatch(Fill(format))));
    }

    /// <summary>Whether a resource may be one that the action can be used on.</summary>
    /// <param name="resource">The resource of a statement.</param>
    /// <param name="action">The action.</param>
    public static bool Fits(CheckedResource resource, CatalogueAction action) => resource.IsEverything
        || resource.Formats.Any(format => MayBe(resource, format)
            && action.ResourceTypes.Any(type => type.Type.Name == format.Type.Name && type.Type.Service.Prefix == format.Type.Service.Prefix));

    /// <summary>Whether a resource may have an ARN of a form that it fits: names of buckets have no slash.</summary>
    /// <param name="resource">The resource of a statement.</param>
    /// <param name="format">One of its formats.</param>
    public static bool MayBe(CheckedResource resource, ArnFormat format) =>
        format.Pattern is not { Service: "s3", Resource: "*" } || !Overlap.Open(resource.Arn!.Resource).Contains('/', StringComparison.Ordinal);

    private static bool IsOfService(string service, string prefix) => service == "*" || service == prefix
        || (prefix == "ec2-instance-connect" && service == "ec2") || (prefix == "ssm" && service == "ec2");

    // The part behind the account, with a name in the place of each variable.
    private static string Fill(string format)
    {
        var text = format.Split(':', 6)[^1];
        for (var start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            text = end < 0 ? text[..start] : text[..start] + AnyName + text[(end + 1)..];
        }

        return text;
    }
}
