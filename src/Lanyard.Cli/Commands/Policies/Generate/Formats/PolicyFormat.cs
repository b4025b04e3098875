using System.Text;
using Lanyard.Policy.Documents;

namespace Lanyard.Cli.Commands.Policies.Generate.Formats;

/// <summary>Writes policies in the forms that <c>--format</c> names.</summary>
internal static class PolicyFormat
{
    public const string Json = "json";

    private const string Yaml = "yaml";

    /// <summary>Gets the forms' names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Json, Yaml, "cloudformation", "terraform"];

    /// <summary>Tells whether a form makes policies in AWS, so that they have to fit its quota, and can name the account that they are made in.</summary>
    public static bool IsDeployed(string format) => format is not (Json or Yaml);

    /// <summary>Writes the policies.</summary>
    public static string Write(string format, IReadOnlyList<GeneratedPolicy> policies, DeployedPolicies how) => format switch
    {
        Json => string.Join('\n', policies.Select(policy => policy.Text.Json + "\n")),
        Yaml => string.Join("---\n", policies.Select(policy => OfYaml(policy.Document))),
        "terraform" => TerraformOutput.Write(policies, how),
        _ => CloudFormationOutput.Write(policies, how),
    };

    /// <summary>Gives a document as JSON nodes.</summary>
    public static JsonNode Node(PolicyDocument document) => JsonTextReader.Read(PolicyDocumentWriter.Write(document, indented: false), null, int.MaxValue);

    private static string OfYaml(PolicyDocument document)
    {
        var text = new StringBuilder();
        YamlOutput.Write(text, Node(document), 0, YamlOutput.Text);
        return text.ToString();
    }
}

/// <summary>What is known of the policies where they are made in AWS.</summary>
/// <param name="StackName">The stack that they are for; null where it isn't known.</param>
/// <param name="AccountStandIn">What stands for the account in them; null where the account is known.</param>
/// <param name="MakesServiceRole">Whether CloudFormation's role is to be made too; that of a bootstrap isn't.</param>
/// <param name="ServiceRole">Its ARN, where it is known.</param>
internal sealed record DeployedPolicies(string? StackName, string? AccountStandIn, bool MakesServiceRole, string? ServiceRole)
{
    /// <summary>Says in a line what a policy is.</summary>
    public string Describe(GeneratedPolicy policy) => policy.For switch
    {
        GeneratedPolicy.Roles => $"The most that the roles of {Stack} may be allowed",
        GeneratedPolicy.ServiceRole => $"What CloudFormation has to be allowed to deploy {Stack}",
        _ => $"What deploying {Stack} has to be allowed",
    };

    private string Stack => StackName ?? "the stack";

    /// <summary>Takes an ARN apart: the path with slashes around it, and the name. The name is null where it isn't known wholly.</summary>
    public static (string Path, string? Name) NameOf(string? arn)
    {
        if (arn is null || arn.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var first) || arn.AsSpan(first).ContainsAny('*', '?'))
        {
            return ("/", null);
        }

        var last = arn.LastIndexOf('/');
        return (arn[first..(last + 1)], arn[(last + 1)..]);
    }
}
