namespace Lanyard.Policy.Lint.Rules.Grammar.Principals;

/// <summary>The names of services as principals, such as <c>lambda.amazonaws.com</c>.</summary>
internal static class ServiceName
{
    /// <summary>What the names end in, in each partition and for a few old and internal services.</summary>
    private static readonly string[] Domains =
    [
        ".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".amazon.com", ".aws.com", ".aws.internal", ".aws.dev", ".c2s.ic.gov",
        ".sc2s.sgov.gov", ".csp.hci.ic.gov", ".cloud.adc-e.uk",
    ];

    /// <summary>Whether a text has the form of a service's name.</summary>
    public static bool IsOne(string text) => Labels(text).Length > 0;

    /// <summary>Whether a text has the form of a service's name with a Region, as <c>kms:ViaService</c> has.</summary>
    public static bool IsRegional(string text) => Labels(text) is [_, .., var region] && region.Contains('-', StringComparison.Ordinal) && char.IsAsciiDigit(region[^1]);

    // What stands before the domain; nothing when the text is no name.
    private static string[] Labels(string text)
    {
        var domain = Array.Find(Domains, end => text.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        string[] labels = domain is null ? [] : text[..^domain.Length].Split('.');
        return labels.All(label => label.Length > 0 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) ? labels : [];
    }
}
