using System.Collections.Immutable;
using System.Globalization;
using Lanyard.Cli.Commands.Catalog;
using Lanyard.Cli.Commands.Policies.Generate.Formats;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Frameworks;
using Lanyard.Policy.Generate.Published;
using Lanyard.Policy.Matching;
using Lanyard.Policy.Sets.Minimize;
using Lanyard.Sandbox;

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

        if (input.Format != PolicyFormat.Json && (input.Options.Json || input.Explain))
        {
            throw new UsageException(
                $"--format says how policies are written, and {(input.Explain ? "--explain prints needs" : "--json writes all that is known, with the policies as JSON")}", "leave one of them out");
        }

        var around = AroundPolicies.Read(input, surroundings);
        var templates = TemplateInput.Read(input, surroundings);
        Check(input, templates);
        var standIn = PolicyFormat.IsDeployed(input.Format) ? TemplateInput.StandInFor(input, templates) : null;
        if (standIn is not null)
        {
            (input, templates) = (input with { Account = standIn }, [.. templates.Select(t => t.Template.Facts.Account is null ? t with { Template = t.Template with { Facts = t.Template.Facts with { Account = standIn } } } : t)]);
        }

        around = around with { Region = around.Region ?? templates.Select(t => t.Template.Facts.Region).FirstOrDefault(region => region is not null) };
        var stackName = templates.Select(t => t.Template.Facts.StackName).FirstOrDefault(name => name is not null && !Placeholder.IsIn(name)) ?? input.StackName;
        GeneratedPolicy[] policies = [.. Policies(input, templates, around, surroundings).Select(policy => policy with { IsForEveryStack = stackName is null, IsUnbounded = input.NoBoundary })];
        surroundings.Error.Write(AccountStandIn.Hide(GenerateText.Talk(policies, input, around), standIn));
        if (input.Options.Json)
        {
            surroundings.Write(GenerateJson.Write(policies).Span);
        }
        else
        {
            surroundings.Write(input.Explain ? string.Join('\n', policies.Where(p => p.Access.Needs.Length > 0).Select(GenerateText.Explanation)) : PolicyFormat.Write(input.Format, policies, new DeployedPolicies(
                stackName, standIn, ToolOf(input, templates) is not ("cdk" or "amplify" or "sst2"), input.ServiceRole)));
        }

        return !policies.All(p => p.Check.IsConsistent) ? ExitCodes.Failed : policies.Any(p => p.Check.IsBlocked) ? ExitCodes.Refused : ExitCodes.Done;
    }

    /// <summary>Makes the policies of templates, or of a tool's own calls.</summary>
    public static ImmutableArray<GeneratedPolicy> Policies(GenerateInput input, IReadOnlyList<ReadTemplate> templates, AroundPolicies around, Surroundings surroundings)
    {
        if (input.Boundary is not null && input.NoBoundary)
        {
            throw new UsageException("--boundary and --no-boundary say opposite things", "lanyard policy generate --template template.yaml --boundary arn:aws:iam::111111111111:policy/boundary");
        }

        // What is kept of AWS's schemas is opened for the first type that no table has.
        var published = new Lazy<PublishedHandlers?>(() => KeptHandlers.Open(surroundings));
        var resources = All(templates.Select(t => TemplateNeeds.Of(t.Template, type => published.Value?.Find(type))));
        var tool = ToolOf(input, templates);
        if (tool is "sst" or "pulumi" && (input.For is "service-role" or "both" || input.ServiceRole is not null))
        {
            throw new UsageException("SST 3 and 4, as Pulumi, deploy without CloudFormation: there is no role of its own to give the rights to", "lanyard policy generate --template .sst/resources.json --for deployer");
        }

        var split = input.Split || PolicyFormat.IsDeployed(input.Format);
        var boundary = Boundary(input, resources, templates);
        resources = input.NoBoundary || !RoleBoundary.IsFor(resources.Needs) ? resources : Bounded(resources, tool, input, templates);

        // CDK and what stands on it deploy by a role of CloudFormation's; there the caller has no rights of its own. So it is where a role is named.
        var whom = input.For ?? ((tool is "cdk" or "amplify" or "sst2" || input.ServiceRole is not null) && templates.Count > 0 ? "both" : GeneratedPolicy.Deployer);
        var calls = Calls(tool, input, templates);
        if (whom == GeneratedPolicy.Deployer)
        {
            return [.. Policy(GeneratedPolicy.Deployer, resources with { Needs = [.. calls, .. resources.Needs] }, split, around), .. boundary];
        }

        if (templates.Count == 0)
        {
            throw new UsageException("the rights of CloudFormation's role are those on the resources: name their --template", "lanyard policy generate --template template.yaml --for service-role");
        }

        var role = Policy(GeneratedPolicy.ServiceRole, resources, split, around.WithoutBoundary);
        if (whom == GeneratedPolicy.ServiceRole)
        {
            return [.. role, .. boundary];
        }

        var caller = tool is "cdk" or "amplify" || (tool == "sst2" && input.ServiceRole is null) ? calls : [.. CallerNeeds.Of(calls, input.ServiceRole ?? throw new UsageException(
            "a caller who lets CloudFormation deploy with a role may use that role alone: name it with --service-role",
            "lanyard policy generate --template template.yaml --for both --service-role arn:aws:iam::111111111111:role/orders-cfn")), .. resources.Needs.Where(CallerNeeds.IsOfCaller)];
        return [.. role, .. Policy(GeneratedPolicy.Deployer, new NeededAccess(caller, [], [], []), split, around), .. boundary];
    }

    /// <summary>Refuses ARNs that can't be what they are given for.</summary>
    public static void Check(GenerateInput input, IEnumerable<ReadTemplate> templates)
    {
        if (input.Boundary is { } named && !IsOf("policy", named))
        {
            throw new UsageException($"--boundary takes the ARN of a managed policy, not {named}", "--boundary arn:aws:iam::111111111111:policy/boundary");
        }

        if (input is { ServiceRole: { } role, For: GeneratedPolicy.Deployer })
        {
            throw new UsageException(
                $"--for deployer gives the rights on the resources to whoever deploys, and --service-role {role} to that role",
                "leave one of them out; --for both, which --service-role alone means too, divides the rights among the two");
        }

        var account = input.Account ?? templates.Select(t => t.Template.Facts.Account).FirstOrDefault(known => known is not null);
        if (input.ServiceRole is { } passed && !(IsOf("role", passed) && (account is null || passed.Split(':')[4] == account)))
        {
            throw new UsageException($"--service-role takes the ARN of a role of the account{(account is null ? "" : $" {account}")}, not {passed}", $"--service-role arn:aws:iam::{account ?? "111111111111"}:role/orders-cfn");
        }
    }

    private static bool IsOf(string kind, string text) => Arn.TryParse(text, out var arn) && arn.Service == "iam" && arn.Resource.StartsWith(kind + "/", StringComparison.Ordinal);

    private static ImmutableArray<Need> Calls(string tool, GenerateInput input, IReadOnlyList<ReadTemplate> templates)
    {
        var facts = templates.Where(t => t.Source.NestedIn.IsEmpty).Select(t => t.Template.Facts).DefaultIfEmpty(TemplateInput.FactsOf(input));
        var more = new FrameworkFacts { App = input.App, Stage = input.Options.Stage, Bucket = BucketOf(input, templates), DeploymentRole = input.ServiceRole, Types = TypesOf(templates), HasImages = HasImages(templates), Qualifier = QualifierOf(templates) };
        return [.. facts.SelectMany(f => FrameworkNeeds.Of(tool, f, more)).DistinctBy(n => $"{n.Action}\n{n.Resource}\n{n.Reason}")];
    }

    /// <summary>Gives the bucket that the tool uploads to; <see langword="null"/> for the tool's own.</summary>
    public static string? BucketOf(GenerateInput input, IEnumerable<ReadTemplate> templates) => input.Bucket ?? templates.Select(t => t.Source.Bucket).FirstOrDefault(b => b is not null);

    /// <summary>Gives the qualifier of the CDK bootstrap that the templates are deployed by: CDK's own where they don't say it.</summary>
    public static string QualifierOf(IEnumerable<ReadTemplate> templates) => templates.Select(t => t.Source.Qualifier).FirstOrDefault(q => q is not null) ?? new FrameworkFacts().Qualifier;

    /// <summary>Tells whether functions of the templates are images; without templates they may be.</summary>
    public static bool HasImages(IReadOnlyCollection<ReadTemplate> templates) => templates.Count == 0
        || templates.SelectMany(t => t.Template.Resources).Any(r => r.Type == "AWS::Lambda::Function" && r.Node.Find("Properties")?.Find("Code")?.Find("ImageUri") is not null);

    /// <summary>Gives the types of the templates' resources; <see langword="null"/> where there are no templates.</summary>
    public static ImmutableHashSet<string>? TypesOf(IReadOnlyCollection<ReadTemplate> templates) =>
        templates.Count == 0 ? null : [.. templates.SelectMany(t => t.Template.Resources).Select(r => r.Type)];

    private static NeededAccess All(IEnumerable<NeededAccess> parts)
    {
        var all = parts.ToArray();
        return new NeededAccess(
            [.. all.SelectMany(n => n.Needs)], [.. all.SelectMany(n => n.Inferred).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. all.SelectMany(n => n.Unknown).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. all.SelectMany(n => n.Notes).Distinct(StringComparer.Ordinal)]);
    }

    // What the roles' own policies in the template allow, which the boundary must leave to them.
    private static IEnumerable<GeneratedPolicy> Boundary(GenerateInput input, NeededAccess resources, IReadOnlyList<ReadTemplate> templates)
    {
        if (!input.BoundaryDocument)
        {
            return [];
        }

        if (input.NoBoundary || !RoleBoundary.IsFor(resources.Needs))
        {
            throw new UsageException(
                input.NoBoundary ? "--boundary-document and --no-boundary say opposite things" : "the templates make no roles, so that there is no boundary for them", "leave --boundary-document out");
        }

        var made = BoundaryPolicy.Of(templates.Select(t => t.Template), PoliciesOfAws.Find);
        var document = new PolicyMinimizer(Catalogue.Embedded, new EqualityProof(PolicyKind.Boundary, Catalogue.Embedded)).Minimize(made.Document, new MinimizeOptions(DropSids: true)).Document;
        return [new GeneratedPolicy("boundary", GeneratedPolicy.Roles, document, new NeededAccess([], [], [], made.Notes), new NeedCheck([], [], 0, []))
        {
            Arn = BoundaryArn(input, templates),
            Text = CheckedText.Of(document, PolicyKind.Boundary),
        }];
    }

    // Where the templates' roles name one, it is that.
    private static string BoundaryArn(GenerateInput input, IReadOnlyList<ReadTemplate> templates) => input.Boundary
        ?? (Named(templates).Select(named => named.Arn).Where(arn => arn.StartsWith("arn:", StringComparison.Ordinal) && !arn.EndsWith(":aws:policy/AdministratorAccess", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToArray() is [var only] ? only : RoleBoundary.DefaultArn(templates[0].Template.Facts));

    private static IEnumerable<RolesBoundary> Named(IEnumerable<ReadTemplate> templates) => templates.SelectMany(t => RoleBoundary.Named(t.Template));

    /// <summary>Tells the deploy tool. SST 2 and Amplify Gen 1 deploy otherwise than what came after them, and their folders say which it is.</summary>
    public static string ToolOf(GenerateInput input, IReadOnlyList<ReadTemplate> templates)
    {
        var written = templates.Select(t => t.Source.Tool).OfType<string>().FirstOrDefault();
        return (input.Framework, written) is ("sst", "sst2") or ("amplify", "amplify-gen1") ? written : input.Framework ?? written ?? "cloudformation";
    }

    private static NeededAccess Bounded(NeededAccess access, string tool, GenerateInput input, IReadOnlyList<ReadTemplate> templates)
    {
        var arn = BoundaryArn(input, templates);
        var without = templates.SelectMany(t => RoleBoundary.Without(t.Template)).ToArray();
        var notes = without.Length == 0 ? access.Notes : access.Notes.Add(
            $"roles can be made with the permissions boundary {arn} alone, and {Some(without)} none: set it {BoundarySetting.Of(tool, arn, without)}, name another with --boundary, or say --no-boundary{(input.BoundaryDocument ? "" : "; --boundary-document prints one that leaves the roles what their policies allow")}");
        return access with { Needs = RoleBoundary.Require(access.Needs, arn), Notes = [.. notes, .. Mistaken(arn, Named(templates)).Distinct(StringComparer.Ordinal)] };
    }

    // What the templates themselves say of boundaries, where it doesn't fit the one that roles can be made with.
    private static IEnumerable<string> Mistaken(string arn, IEnumerable<RolesBoundary> named)
    {
        var required = new WildcardPattern(arn, ignoreCase: false);
        foreach (var boundary in named)
        {
            if (boundary.Arn == arn)
            {
                if (boundary.IsOwn)
                {
                    yield return $"the permissions boundary {arn} is a policy of the template itself: whoever deploys can change it, and with it what the roles may do; make it beforehand, and not here";
                }
            }
            else if (!boundary.Arn.StartsWith("arn:", StringComparison.Ordinal))
            {
                yield return $"which permissions boundary {boundary.LogicalId} has isn't known here, and roles can be made with {arn} alone: name it with --boundary, or its parameter's value with --parameter";
            }
            else if (!boundary.Arn.Contains('*', StringComparison.Ordinal) && !required.IsMatch(boundary.Arn))
            {
                yield return $"{boundary.LogicalId} has the permissions boundary {boundary.Arn}, and roles can be made with {arn} alone: to make it is refused; name the one that they have with --boundary";
            }
        }
    }

    // A large template has more roles than a line can hold.
    private static string Some(IReadOnlyList<string> names)
    {
        const int Most = 5;
        var more = names.Count - Most;
        return names.Count == 1 ? $"{names[0]} has"
            : $"{string.Join(", ", names.Take(Most))}{(more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "")} have";
    }

    private static ImmutableArray<GeneratedPolicy> Policy(string whom, NeededAccess access, bool split, AroundPolicies around)
    {
        var whole = NeededPolicy.Of(access.Needs);
        ImmutableArray<PolicyDocument> documents = split ? Parts(whole) : [whole];

        // Both look at the documents, and neither at what the other finds.
        var texts = Task.Run(() => documents.Select(document => CheckedText.Of(document, PolicyKind.Identity)).ToArray());
        var check = NeedCheck.Of(access.Needs, documents, around.Policies, around.Region);
        var written = texts.GetAwaiter().GetResult();
        return [.. documents.Select((document, at) => new GeneratedPolicy(
            documents.Length == 1 ? whom : string.Create(CultureInfo.InvariantCulture, $"{whom}-{at + 1}"), whom, document, at == 0 ? access : new NeededAccess([], [], [], []), check) { Text = written[at] })];
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
