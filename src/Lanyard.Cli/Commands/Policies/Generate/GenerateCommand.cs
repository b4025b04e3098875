using System.Collections.Immutable;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Makes the policy that a deployment needs.</summary>
internal static class GenerateCommand
{
    public static int Run(GenerateInput input, Surroundings surroundings)
    {
        if (input.Templates.Count == 0)
        {
            throw new UsageException("policy generate needs to know what is deployed", "lanyard policy generate --template template.yaml");
        }

        var templates = TemplateInput.Read(input, surroundings);
        var needed = templates.Select(t => TemplateNeeds.Of(t.Template)).ToArray();
        var access = new NeededAccess(
            [.. needed.SelectMany(n => n.Needs)],
            [.. needed.SelectMany(n => n.Inferred).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. needed.SelectMany(n => n.Unknown).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. needed.SelectMany(n => n.Notes).Distinct(StringComparer.Ordinal)]);
        var document = NeededPolicy.Of(access.Needs);
        var check = NeedCheck.Of(access.Needs, [document], AccessPolicies.None);
        var generated = new GeneratedPolicy("deployer", document, access, check);
        surroundings.Error.Write(GenerateText.Talk(generated, input));
        if (input.Options.Json)
        {
            surroundings.Write(GenerateJson.Write([generated]).Span);
        }
        else
        {
            surroundings.Write(input.Explain ? GenerateText.Explanation(generated) : PolicyDocumentWriter.Write(document, indented: true) + "\n");
        }

        return check.IsConsistent ? ExitCodes.Done : ExitCodes.Failed;
    }
}

/// <summary>A policy that was made.</summary>
/// <param name="For">Whom it is for.</param>
/// <param name="Document">The document.</param>
/// <param name="Access">What it is made of.</param>
/// <param name="Check">Whether it is consistent with that.</param>
internal sealed record GeneratedPolicy(string For, PolicyDocument Document, NeededAccess Access, NeedCheck Check);
