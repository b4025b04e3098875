using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Generate.Types;
using Lanyard.Policy.Templates;

namespace Lanyard.Policy.Generate.Failures;

/// <summary>What is known beside the text of a failure.</summary>
/// <param name="Account">The account; <see langword="null"/> to take it from the text.</param>
/// <param name="Resource">The resource, where the text names none.</param>
/// <param name="AnySuffix">Whether what CloudFormation makes up at the end of a name may be anything.</param>
public sealed record FailureFacts(string? Account = null, string? Resource = null, bool AnySuffix = false);

/// <summary>What a failure needs added.</summary>
/// <param name="Failure">The failure.</param>
/// <param name="Needs">The needs; empty where there is an obstacle.</param>
/// <param name="Obstacle">Why nothing can be added; <see langword="null"/> where something can.</param>
/// <param name="Notes">What isn't known, or has to be looked after elsewhere.</param>
public sealed partial record FailureNeed(AccessFailure Failure, ImmutableArray<Need> Needs, string? Obstacle, ImmutableArray<string> Notes)
{
    private const string Messages = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";

    /// <summary>Gets what was known beside the text.</summary>
    public FailureFacts Facts { get; private init; } = new();

    /// <summary>Computes it.</summary>
    public static FailureNeed Of(AccessFailure failure, FailureFacts facts)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(facts);
        return Computed(failure, facts) with { Facts = facts };
    }

    private static FailureNeed Computed(AccessFailure failure, FailureFacts facts)
    {
        if (Blocked(failure) is { } obstacle)
        {
            return new FailureNeed(failure, [], obstacle, []);
        }

        if (failure.IsTagging)
        {
            return OfTags(failure, facts);
        }

        var action = failure.Action!;
        var known = Catalogue.Embedded.FindAction(action);
        var resource = known is { IsWithoutResourceTypes: true } ? "*" : FailureResource.Of(failure, facts);
        if (resource is null)
        {
            return new FailureNeed(failure, [], $"the text doesn't name the resource of {action}: name it with --resource", []);
        }

        var notes = new List<string>();
        if (known is null)
        {
            notes.Add($"{action} isn't in the catalogue of actions: see whether it is written right");
        }

        var conditions = FailureConditions.Of(failure, resource);
        if (action == "iam:PassRole" && conditions.IsEmpty)
        {
            notes.Add($"the text doesn't say which service {resource} is passed to: add a condition on iam:PassedToService");
        }

        if (failure.Layer is FailureLayer.Resource or FailureLayer.Trust or FailureLayer.Endpoint && failure.Issuer != failure.Principal)
        {
            notes.Add($"the text doesn't tell the path of {failure.Issuer}: if the role has one, put it into the ARN");
        }

        if (resource.Split(':') is [_, _, _, _, "*", ..])
        {
            notes.Add($"the text hides the account of {resource}: name it with --account");
        }

        return new FailureNeed(failure, [new Need(known?.FullName ?? action, resource, NeedPhases.Run, NeedEvidence.Recorded, Reason(failure)) { Conditions = conditions, Source = Messages }], null, [.. notes]);
    }

    private static string? Blocked(AccessFailure failure) => failure switch
    {
        { Setting: { } setting } => $"no policy refused: {setting}",
        { IsTagging: true, Type: null } => "the tags of a resource couldn't be set, and the text doesn't name the resource's type: give the stack's events (aws cloudformation describe-stack-events)",
        { IsTagging: true } => null,
        { Action: null, EncodedMessage: not null } => "the text is encoded, and AWS alone can decode it: add --profile or --stage of an identity that may call sts:DecodeAuthorizationMessage, or give the result of `aws sts decode-authorization-message --encoded-message …`",
        { Action: { } action, IsExplicit: false } when IsOfToken(action) && failure.Layer is not (FailureLayer.ResourceControl or FailureLayer.Endpoint) => $"{action} needs no policy of the caller's: the role's trust policy decides. Compare it with the token's issuer, audience and subject; `lanyard policy role --github OWNER/REPO` makes one for GitHub",
        { Principal: "anonymous" } => "the request wasn't signed, and letting everybody in isn't the least: sign it with somebody's credentials",
        { Action: { } action } when !ActionName().IsMatch(action) => $"{action} is no action's name",
        { Layer: FailureLayer.Resource or FailureLayer.Trust or FailureLayer.Endpoint, IsExplicit: false } when failure.Issuer is not { } who || !who.StartsWith("arn:", StringComparison.Ordinal) || who.AsSpan().IndexOfAny("*?$") >= 0 => $"{FailurePlace.The(failure.Layer)} must name who may, and the text doesn't",
        { Action: null } => "the text doesn't name the action; CloudTrail's event of the call does (aws cloudtrail lookup-events)",
        { IsExplicit: true } => failure.Layer switch
        {
            FailureLayer.Unsaid => "a statement denies it, in a policy that the text doesn't name: nothing that is added changes that",
            _ => $"a statement of {FailurePlace.The(failure.Layer)}{(failure.PolicyArn is { } arn ? $" ({arn})" : "")} denies it: nothing that is added changes that, the statement must",
        },
        _ => null,
    };

    private static bool IsOfToken(string action) =>
        action.Equals("sts:AssumeRoleWithWebIdentity", StringComparison.OrdinalIgnoreCase) || action.Equals("sts:AssumeRoleWithSAML", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^[A-Za-z0-9]+(-[A-Za-z0-9]+)*:[A-Za-z0-9]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex ActionName();

    private static string Reason(AccessFailure failure) => failure.LogicalId is not null || failure.Type is not null
        ? $"{failure.LogicalId ?? "a resource"}{(failure.Type is null ? "" : $" ({failure.Type})")}: refused"
        : failure.Operation is { } operation && FailureActions.Of(operation) is var name && name != failure.Action ? $"{name ?? operation[(operation.IndexOf(':', StringComparison.Ordinal) + 1)..]}: refused" : "refused";

    // CloudFormation tells of tags without the action: what the type needs with the stack's tags, and doesn't without.
    private static FailureNeed OfTags(AccessFailure failure, FailureFacts facts)
    {
        var deployment = new DeploymentFacts { Account = facts.Account ?? FailureResource.AccountOf(failure), StackName = null };
        var (with, without) = (NeedsOf(failure, deployment with { HasStackTags = true }), NeedsOf(failure, deployment with { HasStackTags = false }));
        var needs = with.Needs.Where(need => !without.Needs.Any(other => other.Action == need.Action && other.Resource == need.Resource))
            .Select(need => need with { Reason = $"{failure.LogicalId ?? "a resource"} ({failure.Type}): tags", Phases = NeedPhases.Run, Place = null })
            .DistinctBy(need => (need.Action, need.Resource)).ToImmutableArray();
        return needs.IsEmpty
            ? new FailureNeed(failure, [], $"which actions tag {failure.Type} isn't known", [])
            : new FailureNeed(failure, needs, null, [$"the text names no action: these are the ones that tag {failure.Type}; generate the policy from the template for the resource's name"]);
    }

    private static NeededAccess NeedsOf(AccessFailure failure, DeploymentFacts facts)
    {
        static JsonNode Object(string name, JsonNode value) => JsonNode.OfMembers(Place.None, [new JsonMember(new PolicyText(name, Place.None), value)]);
        var resource = Object("Type", JsonNode.OfText(JsonNodeKind.Text, failure.Type!, Place.None));
        return TemplateNeeds.Of(new DeployedTemplate(Object("Resources", Object(failure.LogicalId ?? "Resource", resource)), facts));
    }
}

/// <summary>The conditions that a failure tells.</summary>
internal static class FailureConditions
{
    private const string PassedTo = "iam:PassedToService";

    /// <summary>Gives those under which the request was made and is to be allowed.</summary>
    public static ImmutableArray<NeedCondition> Of(AccessFailure failure, string resource) => failure.Action switch
    {
        "iam:PassRole" when ServicesOf(failure) is [var service] => [new NeedCondition("StringEquals", PassedTo, [service])],
        "iam:CreateServiceLinkedRole" when resource.Split('/') is [.., "aws-service-role", var service, _] && !service.Contains('*', StringComparison.Ordinal) =>
            [new NeedCondition("StringEquals", "iam:AWSServiceName", [service])],
        "ec2:CreateTags" when (failure.Keys.GetValueOrDefault("ec2:CreateAction") ?? CreateAction(failure)) is { } made => [new NeedCondition("StringEquals", "ec2:CreateAction", [made])],
        "kms:CreateGrant" when failure.Keys.GetValueOrDefault("kms:GrantIsForAWSResource") == "true" => [new NeedCondition("Bool", "kms:GrantIsForAWSResource", ["true"])],
        _ => [],
    };

    private static string? CreateAction(AccessFailure failure) =>
        failure.Operation is { } operation && operation[(operation.IndexOf(':', StringComparison.Ordinal) + 1)..] is var name && name != "CreateTags" ? name : null;

    private static string[] ServicesOf(AccessFailure failure)
    {
        if (failure.Keys.GetValueOrDefault(PassedTo) is { } told)
        {
            return [told];
        }

        // The type's table first: CloudFormation names the action that is missing as the call, too.
        var byType = failure.Type is { } type && TypeTable.Find(type) is { } chapter
            ? chapter.Lines.Where(line => line.Actions.Contains("iam:PassRole")).SelectMany(line => line.Conditions).Where(c => c.Key == PassedTo).SelectMany(c => c.Values).Distinct(StringComparer.Ordinal).ToArray()
            : [];
        return byType.Length > 0 ? byType : ByCall(failure.Operation);
    }

    private static string[] ByCall(string? operation)
    {
        if (operation is null)
        {
            return [];
        }

        var name = operation[(operation.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var actions = operation.StartsWith('?')
            ? Catalogue.Embedded.Services.Select(service => Catalogue.Embedded.FindAction($"{service.Prefix}:{name}"))
            : [FailureActions.Of(operation) is { } action ? Catalogue.Embedded.FindAction(action) : null];
        return [.. actions.OfType<CatalogueAction>().SelectMany(action => action.PassedRoles).Select(role => role.Principal).Distinct(StringComparer.Ordinal)];
    }
}
