using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Apply;
using Lanyard.Policy.Documents;
using Lanyard.Projects.Yaml;

namespace Lanyard.Cli.Commands.Policies.Apply;

/// <summary>Reads what shall be in IAM: a whole document, one policy, or what <c>policy generate --json</c> printed.</summary>
internal static class ApplyDocument
{
    private const string Example = "lanyard policy apply policy.json --role orders-deploy";

    /// <summary>Reads it.</summary>
    /// <exception cref="PolicyDocumentException">Something in it can't be.</exception>
    /// <exception cref="UsageException">The options don't go with it.</exception>
    public static WantedIam Read(ApplyInput input, Surroundings surroundings)
    {
        var name = input.File == "-" ? "stdin" : input.File!;
        var source = new SourceText(name, null, InputText.Read(surroundings, input.File!, SourceText.MaxBytes).TrimStart('\uFEFF'));
        if (string.IsNullOrWhiteSpace(source.Text))
        {
            throw new PolicyDocumentException("the text is empty; it says what shall be in IAM", name, new TextPosition(1, 1, 0));
        }

        var root = source.IsJson ? JsonTextReader.Read(source.Text, name, SourceText.MaxBytes) : YamlJson.Read(source.Text, name);
        var (target, isManaged) = (input.Target, input.PolicyName is not null);
        if (isManaged && !WantedIamReader.IsName(IamKind.Policy, input.PolicyName!))
        {
            throw new UsageException("the name of a policy has up to 128 letters, digits and _ + = , . @ -", Example + " --policy-name orders-deploy");
        }

        if (WantedIamReader.IsPolicy(root))
        {
            return target is null && !isManaged
                ? throw new UsageException($"{name} is one policy: say who gets it with --role, --user or --group, or what it is called as a managed policy with --policy-name", Example)
                : WantedTarget.OfPolicy(root, name, target, input.PolicyName ?? InlineName(name), isManaged);
        }

        var wanted = WantedIamReader.Read(root, name);
        if (target is null && !isManaged)
        {
            return wanted;
        }

        if (wanted.Entities.Any(e => e.Kind != IamKind.Policy))
        {
            throw new UsageException($"{name} says itself who has which policy; --role, --user, --group and --policy-name go with policies alone", $"lanyard policy apply {name}");
        }

        if (target is not null)
        {
            CheckWhomFor(wanted, name, target);
        }

        return WantedTarget.OfPolicies(wanted, target, input.PolicyName, isManaged);
    }

    // `policy generate` says whom each policy is for, and each of them gets its own alone.
    private static void CheckWhomFor(WantedIam wanted, string name, WantedEntity target)
    {
        const string ForOne = "lanyard policy generate --template template.yaml --for deployer --json | lanyard policy apply - --role orders-deploy";
        var whom = wanted.Entities.Select(e => e.For).OfType<PolicyText>().DistinctBy(f => f.Value, StringComparer.Ordinal).ToArray();
        if (whom.FirstOrDefault(f => f.Value == GeneratedPolicy.Roles) is { } boundary)
        {
            throw new UsageException(
                $"{name}:{boundary.At}: the document has a permissions boundary, for the roles of the stack, which isn't what the {WantedIamReader.Noun(target.Kind)} {target.Name.Value} may do",
                "leave --boundary-document out; the boundary is made by itself from a document of its own: lanyard policy apply boundary.json --policy-name orders-boundary");
        }

        if (whom.Length > 1)
        {
            throw new UsageException(
                $"{name} has policies for {string.Join(" and ", whom.Select(f => f.Value))}, and the {WantedIamReader.Noun(target.Kind)} {target.Name.Value} would get them all; name one with `policy generate --for {whom[0].Value}`",
                ForOne);
        }
    }

    // As the file is called, so that the next version of it takes its place.
    private static string InlineName(string name)
    {
        var stem = new string([.. Path.GetFileNameWithoutExtension(name).Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')]);
        return stem.Length is > 0 and <= 128 && name != "stdin" ? stem : "lanyard";
    }
}
