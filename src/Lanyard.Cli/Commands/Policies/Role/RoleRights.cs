using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Cli.Edge;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Frameworks;
using Lanyard.Policy.Templates;

namespace Lanyard.Cli.Commands.Policies.Role;

/// <summary>What the policies of a role are made of.</summary>
/// <param name="Input">What was asked for.</param>
/// <param name="Account">The account.</param>
/// <param name="Facts">What is known of the deployment.</param>
/// <param name="Tool">The deploy tool; <see cref="Sst2"/> for SST 2.</param>
/// <param name="Given">The policies that were given as files.</param>
/// <param name="Templates">The templates.</param>
/// <param name="Surroundings">The machine.</param>
internal sealed partial record RoleRights(
    RoleInput Input, string Account, DeploymentFacts Facts, string Tool, ImmutableArray<PolicyDocument> Given, IReadOnlyList<ReadTemplate> Templates, Surroundings Surroundings)
{
    /// <summary>SST 2, which is CDK with calls of its own.</summary>
    public const string Sst2 = "sst2";

    private const int LongestName = 64;

    /// <summary>Gets whether the tool deploys by the roles of CDK's bootstrap.</summary>
    public bool IsCdk => Tool is "cdk" or "amplify" or Sst2;

    /// <summary>Gets the ARNs of policies that were given.</summary>
    public ImmutableArray<string> GivenArns => [.. Input.Policies.Where(IsArn)];

    /// <summary>Gets the bucket that the tool uploads to; null for the tool's own.</summary>
    public string? Bucket => GenerateCommand.BucketOf(Input.Generate, Templates);

    /// <summary>Gets the qualifier of CDK's bootstrap.</summary>
    public string Qualifier => Input.Qualifier ?? GenerateCommand.QualifierOf(Templates);

    /// <summary>Gets whether the app has a bootstrap of its own.</summary>
    public bool HasOwnBootstrap => Qualifier != new FrameworkFacts().Qualifier;

    /// <summary>Gets the ARN of the role's own permissions boundary; null for none.</summary>
    public string? RoleBoundary => Input.RoleBoundary switch
    {
        null => null,
        var arn when arn.StartsWith("arn:", StringComparison.Ordinal) => IsPolicyOf(arn, Account, Facts.Partition) ? arn : throw NoBoundary(arn, $"a boundary is a managed policy of the role's own account {Account}, or of AWS's"),
        var name => PolicyName().IsMatch(name) && !name.Split('/').Any(part => part is "." or "..") ? Arn("policy", name) : throw NoBoundary(name, "it is no name of a policy"),
    };

    public static RoleRights Of(RoleInput input, Surroundings surroundings)
    {
        var templates = TemplateInput.Read(input.Generate, surroundings);
        var facts = templates.Where(t => t.Source.NestedIn.IsEmpty).Select(t => t.Template.Facts).FirstOrDefault() ?? TemplateInput.FactsOf(input.Generate);
        var account = facts.Account ?? throw new UsageException(
            "the account isn't known, which the ARNs of roles and providers have in them", "add --account 111111111111, or --stage of a lanyard.yaml");
        if (templates.Select(t => t.Template.Facts.Account).OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw new UsageException("the templates are for several accounts, and a role is of one", $"name the templates of one account, or say it: --account {account}");
        }

        GenerateCommand.Check(input.Generate, templates);
        if (input.CloudFormationRole is { } role && !(Lanyard.Policy.Matching.Arn.TryParse(role, out var arn) && arn.Service == "iam" && arn.Account == account && arn.Partition == facts.Partition && arn.Resource.StartsWith("role/", StringComparison.Ordinal)))
        {
            throw new UsageException($"{role} is no role that can be passed to CloudFormation in the account {account} ({facts.Partition})", $"--cloudformation-role arn:{facts.Partition}:iam::{account}:role/orders-cloudformation");
        }

        if (input.Policies.FirstOrDefault(policy => IsArn(policy) && !IsPolicyOf(policy, account, facts.Partition)) is { } foreign)
        {
            throw new UsageException($"{foreign} is no managed policy that a role of the account {account} ({facts.Partition}) can have", $"--policy arn:{facts.Partition}:iam::{account}:policy/orders-deploy, or the file of a policy");
        }

        var tool = GenerateCommand.ToolOf(input.Generate, templates);
        return new RoleRights(input, account, facts with { Account = account }, tool,
            [.. input.Policies.Where(policy => !IsArn(policy)).Select(file => PolicyDocumentReader.Read(SourceText.Read(surroundings, new CheckedPath(file, file == "-" ? null : file, IsNamed: true)).Text, file))], templates, surroundings);
    }

    /// <summary>Gives the ARN of a role or policy of the account.</summary>
    public string Arn(string kind, string name) => $"arn:{Facts.Partition}:iam::{Account}:{kind}/{name}";

    /// <summary>Names something after the stack, the app or the repository.</summary>
    /// <param name="ending">The end of the name.</param>
    public string NameWith(string ending)
    {
        var basis = Facts.StackName ?? Input.Generate.App ?? (Input.User == RoleUser.CircleCi ? Input.VcsOrigin ?? "circleci" : Input.Repository)?.Split('/')[^1].Split('@')[0] ?? "deployment";
        var allowed = string.Concat(basis.Where(c => char.IsAsciiLetterOrDigit(c) || "+=,.@-_".Contains(c, StringComparison.Ordinal)));
        return allowed[..Math.Min(allowed.Length, LongestName - ending.Length)] + ending;
    }

    /// <summary>Gives the role's own name.</summary>
    public string RoleName(string ending) => Input.Name is not { } name ? NameWith(ending)
        : name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || "+=,.@-_".Contains(c, StringComparison.Ordinal)) ? name
        : throw new UsageException($"`{name}` is no name of a role: 1 to 64 letters, digits and characters of +=,.@-_", "lanyard policy role --service-role --template template.yaml --name orders-cloudformation");

    /// <summary>Gives what a caller needs who lets CloudFormation deploy with a role.</summary>
    public GeneratedPolicy Caller(string roleArn)
    {
        // SST 2 calls CloudFormation itself, with the execution role; CDK and Amplify leave it to the deploy role. Templates are put through their transforms with the caller's rights.
        ImmutableArray<Need> needs = Tool is "cdk" or "amplify" ? Calls(Tool, null)
            : [.. CallerNeeds.Of(Calls(Tool, roleArn), roleArn), .. Templates.SelectMany(t => TemplateNeeds.Of(t.Template).Needs).Where(CallerNeeds.IsOfCaller)];
        var document = NeededPolicy.Of(needs);
        return new GeneratedPolicy("caller", "caller", document, new NeededAccess(needs, [], [], []), NeedCheck.Of(needs, [document], AccessPolicies.None)) { Text = CheckedText.Of(document, PolicyKind.Identity) };
    }

    /// <summary>Gives the role that CDK's bootstrap makes for CloudFormation.</summary>
    public string BootstrapRole() => Arn("role", $"cdk-{Qualifier}-cfn-exec-role-{Account}-{Facts.Region ?? "*"}");

    /// <summary>Generates what somebody needs, in as few policies as IAM's quota allows.</summary>
    /// <param name="whom">Whom, as <c>policy generate --for</c> says it.</param>
    /// <param name="serviceRole">The role that CloudFormation deploys with.</param>
    public ImmutableArray<GeneratedPolicy> Generated(string whom, string? serviceRole)
    {
        var input = Input.Generate with { For = whom, ServiceRole = serviceRole, Account = Account };
        var all = GenerateCommand.Policies(input, Templates, AroundPolicies.None, Surroundings);
        var limit = PolicyQuotas.Find(PolicyPlace.Managed)!.Limit;
        return all.Any(p => DocumentSize.Of(PolicyDocumentWriter.Write(p.Document, indented: false), SizeUnit.CharactersWithoutWhiteSpace) > limit)
            ? GenerateCommand.Policies(input with { Split = true }, Templates, AroundPolicies.None, Surroundings)
            : all;
    }

    /// <summary>Gives documents names of their own.</summary>
    public static ImmutableArray<PlannedPolicy> Named(string name, string description, IEnumerable<PolicyDocument> documents)
    {
        var all = documents.ToArray();
        return [.. all.Select((document, at) => new PlannedPolicy(all.Length == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{at + 1}"), description, document))];
    }

    // Of each stack: several templates may be deployed with one role.
    private ImmutableArray<Need> Calls(string tool, string? roleArn)
    {
        var more = new FrameworkFacts
        {
            App = Input.Generate.App,
            Stage = Input.Generate.Options.Stage,
            Bucket = Bucket,
            DeploymentRole = roleArn,
            Qualifier = Qualifier,
            Types = GenerateCommand.TypesOf(Templates),
            HasImages = GenerateCommand.HasImages(Templates),
        };
        return
        [
            .. Templates.Where(t => t.Source.NestedIn.IsEmpty).Select(t => t.Template.Facts with { Account = Account }).DefaultIfEmpty(Facts)
                .SelectMany(facts => FrameworkNeeds.Of(tool, facts, more)).DistinctBy(need => (need.Action, need.Resource, need.Reason)),
        ];
    }

    private static UsageException NoBoundary(string given, string why) => new($"`{given}` can't be the boundary of the role: {why}", "--role-boundary deployer-boundary, or its ARN");

    // One of the account, or of AWS's.
    private static bool IsPolicyOf(string text, string account, string partition) => Lanyard.Policy.Matching.Arn.TryParse(text, out var arn) && arn.Service == "iam" && arn.Partition == partition
        && (arn.Account == account || arn.Account == "aws") && arn.Resource.StartsWith("policy/", StringComparison.Ordinal) && PolicyName().IsMatch(arn.Resource["policy/".Length..]);

    private static bool IsArn(string policy) => Lanyard.Policy.Matching.Arn.TryParse(policy, out _);

    // A policy's name with its path: CreatePolicy, IAM API Reference.
    [GeneratedRegex(@"^([A-Za-z0-9_+=,.@-]+/)*[A-Za-z0-9_+=,.@-]{1,128}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PolicyName();
}
