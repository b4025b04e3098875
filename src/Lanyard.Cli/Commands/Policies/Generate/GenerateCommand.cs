using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Frameworks;
using Lanyard.Policy.Generate.Published;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>Makes the policies that a deployment needs.</summary>
internal static class GenerateCommand
{
    public static int Run(GenerateInput input, Surroundings surroundings)
    {
        if (input.Templates.Count == 0 && input.Framework is null)
        {
            throw new UsageException("policy generate needs to know what is deployed: --template, or --framework for what a tool itself calls", "lanyard policy generate --template template.yaml");
        }

        var templates = TemplateInput.Read(input, surroundings);
        var policies = Policies(input, templates, surroundings);
        surroundings.Error.Write(GenerateText.Talk(policies, input));
        if (input.Options.Json)
        {
            surroundings.Write(GenerateJson.Write(policies).Span);
        }
        else
        {
            surroundings.Write(string.Join('\n', policies.Select(policy => input.Explain ? GenerateText.Explanation(policy) : PolicyDocumentWriter.Write(policy.Document, indented: true) + "\n")));
        }

        return policies.All(p => p.Check.IsConsistent) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static ImmutableArray<GeneratedPolicy> Policies(GenerateInput input, IReadOnlyList<ReadTemplate> templates, Surroundings surroundings)
    {
        if (input.Boundary is not null && input.NoBoundary)
        {
            throw new UsageException("--boundary and --no-boundary say opposite things", "lanyard policy generate --template template.yaml --boundary arn:aws:iam::111111111111:policy/boundary");
        }

        // What is kept of AWS's schemas is opened for the first type that no table has.
        var published = new Lazy<PublishedHandlers?>(() => KeptHandlers.Open(surroundings));
        var resources = All(templates.Select(t => TemplateNeeds.Of(t.Template, type => published.Value?.Find(type))));
        var wrote = templates.Select(t => t.Source.Tool).OfType<string>().FirstOrDefault();
        var tool = input.Framework is "amplify" && wrote == "amplify-gen1" ? wrote : input.Framework ?? wrote switch { "sst" => "cdk", null => "cloudformation", var found => found };

        resources = input.NoBoundary || !RoleBoundary.IsFor(resources.Needs) ? resources : Bounded(resources, tool, input, templates);

        // CDK and what stands on it deploy by a role of CloudFormation's; there the caller has no rights of its own.
        var whom = input.For ?? (tool is "cdk" or "amplify" && templates.Count > 0 ? "both" : "deployer");
        var calls = Calls(tool, input, templates);
        if (whom == "deployer")
        {
            return Policy("deployer", resources with { Needs = [.. calls, .. resources.Needs] }, input.Split);
        }

        if (templates.Count == 0)
        {
            throw new UsageException("the rights of CloudFormation's role are those on the resources: name their --template", "lanyard policy generate --template template.yaml --for service-role");
        }

        var caller = tool is "cdk" or "amplify" ? calls : CallerNeeds.Of(calls, input.ServiceRole ?? throw new UsageException(
            "a caller who lets CloudFormation deploy with a role may use that role alone: name it with --service-role",
            "lanyard policy generate --template template.yaml --for both --service-role arn:aws:iam::111111111111:role/orders-cfn"));
        var role = Policy("service-role", resources, input.Split);
        return whom == "service-role" ? role : role.AddRange(Policy("deployer", new NeededAccess(caller, [], [], []), input.Split));
    }

    private static ImmutableArray<Need> Calls(string tool, GenerateInput input, IReadOnlyList<ReadTemplate> templates)
    {
        var facts = templates.Where(t => t.Source.NestedIn.IsEmpty).Select(t => t.Template.Facts).DefaultIfEmpty(TemplateInput.FactsOf(input));
        var more = new FrameworkFacts { App = input.App, Stage = input.Options.Stage, Bucket = input.Bucket ?? templates.Select(t => t.Source.Bucket).FirstOrDefault(b => b is not null), DeploymentRole = input.ServiceRole };
        return [.. facts.SelectMany(f => FrameworkNeeds.Of(tool, f, more)).DistinctBy(n => $"{n.Action}\n{n.Resource}\n{n.Reason}")];
    }

    private static NeededAccess All(IEnumerable<NeededAccess> parts)
    {
        var all = parts.ToArray();
        return new NeededAccess(
            [.. all.SelectMany(n => n.Needs)], [.. all.SelectMany(n => n.Inferred).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. all.SelectMany(n => n.Unknown).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. all.SelectMany(n => n.Notes).Distinct(StringComparer.Ordinal)]);
    }

    private static NeededAccess Bounded(NeededAccess access, string tool, GenerateInput input, IReadOnlyList<ReadTemplate> templates)
    {
        var arn = input.Boundary ?? RoleBoundary.DefaultArn(templates[0].Template.Facts);
        var without = templates.SelectMany(t => RoleBoundary.Without(t.Template)).ToArray();
        var notes = without.Length == 0 ? access.Notes : access.Notes.Add(
            $"roles can be made with the permissions boundary {arn} alone, and {Some(without)} none: set it {BoundarySetting.Of(tool, arn)}, name another with --boundary, or say --no-boundary");
        return access with { Needs = RoleBoundary.Require(access.Needs, arn), Notes = notes };
    }

    // A large template has more roles than a line can hold.
    private static string Some(IReadOnlyList<string> names)
    {
        const int Most = 5;
        var more = names.Count - Most;
        return names.Count == 1 ? $"{names[0]} has"
            : $"{string.Join(", ", names.Take(Most))}{(more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "")} have";
    }

    private static ImmutableArray<GeneratedPolicy> Policy(string whom, NeededAccess access, bool split)
    {
        var whole = NeededPolicy.Of(access.Needs);
        ImmutableArray<PolicyDocument> documents = split ? Parts(whole) : [whole];
        var check = NeedCheck.Of(access.Needs, documents, AccessPolicies.None);
        return [.. documents.Select((document, at) => new GeneratedPolicy(
            documents.Length == 1 ? whom : string.Create(CultureInfo.InvariantCulture, $"{whom}-{at + 1}"), whom, document, at == 0 ? access : new NeededAccess([], [], [], []), check))];
    }

    private static ImmutableArray<PolicyDocument> Parts(PolicyDocument whole)
    {
        var proof = new EqualityProof(PolicyKind.Identity, Catalogue.Embedded);
        var minimized = new PolicyMinimizer(Catalogue.Embedded, proof).Minimize(whole, new MinimizeOptions(DropSids: true)).Document;
        try
        {
            return [.. new PolicySplitter(PolicyQuotas.Find(PolicyPlace.Managed)!.Limit).Split(minimized, []).Select(part => part.Document)];
        }
        catch (PolicyTooLargeException e)
        {
            throw new CredentialsException(CliErrorCodes.PolicyTooLarge, $"the policy can't be divided into managed policies: {e.Message}", "deploy the stacks apart", inner: e);
        }
    }
}

/// <summary>A policy that was made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="For">Whom it is for.</param>
/// <param name="Document">The document.</param>
/// <param name="Access">What it is made of; nothing in the second and later parts of a split, which the first tells for all.</param>
/// <param name="Check">Whether it is consistent with that, together with the other parts.</param>
internal sealed record GeneratedPolicy(string Name, string For, PolicyDocument Document, NeededAccess Access, NeedCheck Check);
