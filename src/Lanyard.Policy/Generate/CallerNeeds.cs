using System.Collections.Immutable;
using Lanyard.Policy.Catalog;

namespace Lanyard.Policy.Generate;

/// <summary>What a caller needs who lets CloudFormation deploy with a role of its own: the stack, with that role alone, and the right to pass it.</summary>
public static class CallerNeeds
{
    private const string RoleKey = "cloudformation:RoleArn";
    private const string Page = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html";

    /// <summary>Narrows what a tool calls to stacks that are deployed with a role.</summary>
    /// <param name="framework">What the tool calls.</param>
    /// <param name="roleArn">The role.</param>
    public static ImmutableArray<Need> Of(IEnumerable<Need> framework, string roleArn) =>
    [
        .. framework.Where(need => need.Action != "iam:PassRole").Select(need => TakesRole(need.Action) ? need with { Conditions = need.Conditions.Add(new NeedCondition("ArnEquals", RoleKey, [roleArn])) } : need),
        new Need("iam:PassRole", roleArn, NeedPhases.Create | NeedPhases.Update | NeedPhases.Delete | NeedPhases.Run, NeedEvidence.Documented, "hands the role to CloudFormation; whoever may update the stack uses the role")
        {
            Conditions = [new NeedCondition("StringEquals", "iam:PassedToService", ["cloudformation.amazonaws.com"])],
            Source = Page,
        },
    ];

    /// <summary>Tells whether the caller needs it, whatever role deploys: the template is put through its transforms before there is a stack.</summary>
    public static bool IsOfCaller(Need need)
    {
        ArgumentNullException.ThrowIfNull(need);
        return need.Action == "cloudformation:CreateChangeSet" && need.Resource.Contains(":transform/", StringComparison.Ordinal);
    }

    private static bool TakesRole(string action) => Catalogue.Embedded.FindAction(action) is { } found
        && found.ConditionKeys.Concat(found.ResourceTypes.SelectMany(type => type.ConditionKeys)).Any(key => key.Name == RoleKey);
}
