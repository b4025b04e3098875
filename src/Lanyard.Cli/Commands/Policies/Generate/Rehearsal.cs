using System.Collections.Immutable;
using Lanyard.Cli.Identity;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;

namespace Lanyard.Cli.Commands.Policies.Generate;

/// <summary>
/// Goes once through what a policy is made, checked and written with, to no effect. Of a small template most of the time is the loading of that code, which
/// another core can do while the template is read.
/// </summary>
internal static class Rehearsal
{
    /// <summary>Does so.</summary>
    public static void Run()
    {
        const string Role = "arn:aws:iam::111111111111:role/a-*";
        ImmutableArray<Need> needs =
        [
            Of("iam:CreateRole", Role), Of("s3:GetObject", "arn:aws:s3:::a/*"), Of("s3:GetObject", "arn:aws:s3:::b/*"), Of("ec2:DescribeVpcs", "*"),
            Of("iam:PassRole", Role) with { Conditions = [new NeedCondition("StringEquals", "iam:PassedToService", ["lambda.amazonaws.com"])] },
        ];
        var document = NeededPolicy.Of(needs);
        var policy = new GeneratedPolicy(GeneratedPolicy.Deployer, GeneratedPolicy.Deployer, document, new NeededAccess(needs, [], [], []), NeedCheck.Of(needs, [document], AccessPolicies.None))
        {
            Text = CheckedText.Of(document, PolicyKind.Identity),
        };
        GenerateText.Talk([policy], new GenerateInput(new GlobalOptions(), []), AroundPolicies.None);
    }

    private static Need Of(string action, string resource) => new(action, resource, NeedPhases.Create, NeedEvidence.Documented, "");
}
