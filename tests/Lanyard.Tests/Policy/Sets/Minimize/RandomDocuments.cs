using Lanyard.Policy;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy.Sets.Minimize;

/// <summary>Documents from a seed, of few actions, resources and conditions, so that statements often overlap; and all requests that tell them apart.</summary>
internal static class RandomDocuments
{
    private static readonly string[] Actions =
        ["*", "s3:*", "S3:Get*", "s3:GetObject", "s3:getobject", "s3:PutObject", "s3:?utObject", "s3:*Object", "sqs:SendMessage", "sqs:*", "s3:DeleteObject", "s3:ListBucket", "sqs:DeleteMessage", "other:Thing"];

    private static readonly string[] Resources =
        ["*", "arn:aws:s3:::*", "arn:aws:s3:::a/*", "arn:aws:s3:::a/b", "arn:aws:s3:::a/?", "arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::a/${aws:username}", "arn:aws:sqs:*:*:q", "arn:aws:sqs", "arn:*:s3:::a/b"];

    private static readonly string[] Conditions =
    [
        "'StringEquals':{'aws:RequestedRegion':'eu-west-1'}", "'StringEquals':{'aws:RequestedRegion':['us-east-1','eu-west-1']}", "'StringNotEquals':{'aws:RequestedRegion':'eu-west-1'}",
        "'Bool':{'aws:MultiFactorAuthPresent':'true'}", "'BoolIfExists':{'aws:MultiFactorAuthPresent':'true'}", "'StringLike':{'aws:username':'a*'}",
    ];

    private static readonly string[] AskedActions =
        ["s3:GetObject", "s3:PutObject", "s3:CutObject", "s3:GetBucketAcl", "s3:DeleteObject", "s3:ListBucket", "sqs:SendMessage", "sqs:DeleteMessage", "other:Thing", "ec2:RunInstances"];

    private static readonly string[] AskedResources =
        ["*", "arn:aws:s3:::a/b", "arn:aws:s3:::a/bc", "arn:aws:s3:::a", "arn:aws:s3:::ann/x", "arn:aws:s3:::a/ann", "arn:aws-cn:s3:::a/b", "arn:aws:sqs:eu-west-1:111111111111:q", "arn:aws:sqs:eu-west-1:111111111111:r"];

    private static readonly RoleSession Caller = new("arn:aws:iam::111111111111:role/r", "s");

    private static readonly RequestContext[] Contexts =
    [
        .. from region in (string?[])[null, "eu-west-1", "us-east-1", "ap-south-1"]
           from mfa in (string?[])[null, "true", "false"]
           from user in (string?[])[null, "ann", "ben"]
           select Context(("aws:RequestedRegion", region), ("aws:MultiFactorAuthPresent", mfa), ("aws:username", user)),
    ];

    /// <summary>A document.</summary>
    public static PolicyDocument Next(Random random) =>
        Attach.Document(string.Join(',', Enumerable.Range(0, random.Next(1, 8)).Select(_ => Statement(random))), random.Next(5) == 0 ? "2008-10-17" : "2012-10-17");

    /// <summary>The same document in another order of all that has none.</summary>
    public static PolicyDocument Shuffled(PolicyDocument document, Random random)
    {
        var statements = document.Statements.ToArray();
        random.Shuffle(statements);
        return document with { Statements = [.. statements.Select(statement => statement with { Action = Shuffled(statement.Action, random), Resource = Shuffled(statement.Resource!, random) })] };
    }

    /// <summary>How all requests are decided, one character for each.</summary>
    public static string Decisions(params PolicyDocument[] documents)
    {
        var policies = Attach.Caller([.. documents.Select(document => new AttachedPolicy("p", PolicyKind.Identity, document))]);
        return string.Concat(
            from action in AskedActions
            from resource in AskedResources
            from context in Contexts
            select (int)AccessEvaluator.Decide(new AccessRequest(Caller, action, resource, context), policies).Outcome);
    }

    private static string Statement(Random random)
    {
        var sid = random.Next(4) == 0 ? $"'Sid':'S{random.Next(1000)}'," : "";
        var effect = random.Next(4) == 0 ? "Deny" : "Allow";
        var conditions = random.Next(3) == 0 ? $",'Condition':{{{string.Join(',', Some(random, Conditions, 2).DistinctBy(condition => condition[..condition.IndexOf(':', StringComparison.Ordinal)]))}}}" : "";
        return $"{{{sid}'Effect':'{effect}','{(random.Next(8) == 0 ? "NotAction" : "Action")}':{List(Some(random, Actions, 4))},"
            + $"'{(random.Next(8) == 0 ? "NotResource" : "Resource")}':{List(Some(random, Resources, 3))}{conditions}}}";
    }

    private static TextListElement Shuffled(TextListElement element, Random random)
    {
        var values = element.Values.ToArray();
        random.Shuffle(values);
        return element with { Values = [.. values] };
    }

    private static List<string> Some(Random random, string[] from, int most) => [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => from[random.Next(from.Length)])];

    private static string List(IEnumerable<string> values) => $"[{string.Join(',', values.Select(value => $"'{value}'"))}]";

    private static RequestContext Context(params (string Key, string? Value)[] pairs) =>
        pairs.Aggregate(RequestContext.Empty, (context, pair) => pair.Value is null ? context : context.With(pair.Key, pair.Value));
}
