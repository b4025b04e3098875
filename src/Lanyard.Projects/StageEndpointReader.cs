using Lanyard.Projects.Yaml;

namespace Lanyard.Projects;

/// <summary>Reads which addresses beside AWS's own a stage allows to answer for AWS.</summary>
internal static class StageEndpointReader
{
    private const string Example = "{ sts: \"https://vpce-1.sts.eu-west-1.vpce.amazonaws.com\" }";

    public static List<string> Read(Fields stage)
    {
        var allowed = new List<string>();
        if (stage.Text("endpoint", "\"https://aws.example.com\"") is { } forAll)
        {
            allowed.Add(Checked(stage, "endpoint", forAll));
        }

        if (stage.Find("endpoints") is { } node)
        {
            foreach (var entry in Fields.Entries(node, stage.Path, "endpoints of " + stage.What, Example).Entries)
            {
                allowed.Add($"{Service(stage, entry.Key)}={Checked(stage, "endpoints", entry.Value)}");
            }
        }

        return allowed;
    }

    // As a services section of an AWS config file names it, and AWS_ENDPOINT_URL_SSO_OIDC after the prefix, in lower case.
    private static string Service(Fields stage, YamlScalar key) =>
        key.Value.Length is > 0 and <= 64 && key.Value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? key.Value
            : throw stage.Error(
                key, $"endpoints of {stage.What} names the service {Shown.Quote(key.Value)}, which is not in lower case with _ between its words",
                "write it as in AWS_ENDPOINT_URL_SSO_OIDC, but small: sso_oidc");

    private static string Checked(Fields stage, string what, YamlNode node) =>
        node is YamlScalar { IsNull: false } text && AwsShapes.IsStartUrl(text.Value)
            ? text.Value
            : throw stage.Error(
                node, $"{what} of {stage.What} is not an https URL without user name (http is for the loopback interface alone)",
                what == "endpoint" ? "write endpoint: \"https://aws.example.com\"" : $"write endpoints: {Example}");
}
