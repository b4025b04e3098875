using Lanyard.Policy;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets;
using static Lanyard.Tests.Policy.Sets.Sides;

namespace Lanyard.Tests.Policy.Sets;

/// <summary>Random sides over few actions, resources and conditions, and requests that go through nearly all that they tell apart.</summary>
internal sealed class SmallPolicies(int seed)
{
    private static readonly string[] ActionPatterns =
        ["*", "s3:*", "s3:Get*", "S3:?utObject", "s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets", "s3:List*", "s3:Unheard*", "s3:UnheardOf", "sqs:*", "s*:*Object"];

    private static readonly string[] ResourcePatterns =
    [
        "*", "arn:aws:s3:::a", "arn:aws:s3:::a*", "arn:aws:s3:::a/*", "arn:aws:s3:::*/b", "arn:aws:s3:::?", "arn:*:s3:*:*:*", "arn:aws:s3:::a/?",
        "arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::a/${aws:username}", "arn:aws:s3*", "arn:aws:s3:::*",
    ];

    private static readonly string[] Conditions =
    [
        "'StringEquals':{'aws:RequestedRegion':['e','w']}", "'StringEquals':{'aws:RequestedRegion':'e'}", "'StringLike':{'aws:RequestedRegion':'e*'}",
        "'StringNotEquals':{'aws:RequestedRegion':'e'}", "'StringNotEqualsIfExists':{'aws:RequestedRegion':'e'}", "'Null':{'aws:RequestedRegion':'true'}",
        "'Null':{'aws:RequestedRegion':'false'}", "'StringEqualsIfExists':{'aws:RequestedRegion':'w'}", "'StringEqualsIgnoreCase':{'aws:RequestedRegion':'E'}",
        "'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}", "'IpAddress':{'aws:SourceIp':['10.0.0.0/16','10.1.0.0/16']}", "'NotIpAddress':{'aws:SourceIp':'10.0.0.0/8'}",
        "'Bool':{'aws:SecureTransport':'true'}", "'Bool':{'aws:SecureTransport':'false'}", "'BoolIfExists':{'aws:SecureTransport':'true'}",
        "'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']}", "'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}", "'ForAllValues:StringLike':{'aws:TagKeys':'a*'}",
        "'ForAnyValue:StringNotEquals':{'aws:TagKeys':'a'}", "'Null':{'aws:TagKeys':'false'}",
        "'NumericLessThan':{'s3:max-keys':'10'}", "'NumericGreaterThanEquals':{'s3:max-keys':'10'}", "'NumericNotEquals':{'s3:max-keys':'5'}",
        "'StringEquals':{'aws:PrincipalTag/t':'${aws:username}'}", "'StringLike':{'aws:PrincipalTag/t':'*'}", "'StringEquals':{'aws:username':'ann'}",
        "'DateLessThan':{'aws:CurrentTime':'2026-01-01T00:00:00Z'}", "'ArnLike':{'aws:SourceArn':'arn:aws:sns:*:*:x*'}", "'ArnNotEquals':{'aws:SourceArn':'arn:aws:sns:*:*:*'}",
    ];

    private static readonly (string Key, ContextValue?[] Values)[] Keys =
    [
        ("aws:RequestedRegion", [null, One("e"), One("w"), One("east"), One("E"), One("x")]),
        ("aws:SourceIp", [null, One("10.0.1.2"), One("10.1.0.1"), One("10.9.0.1"), One("192.0.2.7"), One("2001:db8::1")]),
        ("aws:SecureTransport", [null, One("true"), One("false")]),
        ("aws:TagKeys", [null, Many(), Many("a"), Many("b"), Many("a", "b"), Many("ab", "c"), Many("a", "ab")]),
        ("s3:max-keys", [null, One("5"), One("10"), One("7"), One("100")]),
        ("aws:PrincipalTag/t", [null, One("ann"), One("bob")]),
        ("aws:username", [null, One("ann"), One("bob"), One("a")]),
        ("aws:CurrentTime", [null, One("2025-06-01T00:00:00Z"), One("2026-06-01T00:00:00Z")]),
        ("aws:SourceArn", [null, One("arn:aws:sns:r:1:xy"), One("arn:aws:sns:r:1:q"), One("arn:aws:sqs:r:1:q")]),
    ];

    private readonly Random _random = new(seed);

    public static IReadOnlyList<string> Actions { get; } = ["s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets", "s3:UnheardOf", "s3:UnheardToo", "sqs:SendMessage", "iam:GetUser"];

    public static IReadOnlyList<string> Resources { get; } =
    [
        "arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::ab", "arn:aws:s3:::a/b", "arn:aws:s3:::a/x", "arn:aws:s3:::a/xy", "arn:aws:s3:::b/b", "arn:aws:s3:::ann/x",
        "arn:aws:s3:::a/ann", "arn:aws:s3:::bob/b", "arn:aws:sqs:r:1:q", "arn:aws-cn:s3:::zz", "*",
    ];

    /// <summary>Two sides, the second often much like the first.</summary>
    public (Texts Before, Texts After) Next()
    {
        var before = new Texts(Statements(3), _random.Next(4) == 0 ? Statements(2) : null, _random.Next(5) == 0 ? Statements(2) : null);
        var after = before with { Identity = Change(before.Identity) };
        after = before.Boundary is not null && _random.Next(3) == 0 ? after with { Boundary = _random.Next(2) == 0 ? null : Change(before.Boundary) } : after;
        return (before, after);
    }

    public RequestContext Context() => RequestContext.Of(Keys
        .Select(entry => (entry.Key, Value: _random.Next(3) == 0 ? null : entry.Values[_random.Next(entry.Values.Length)]))
        .Where(entry => entry.Value is not null)
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value!)));

    private static ContextValue One(string value) => ContextValue.One(value);

    private static ContextValue Many(params string[] values) => ContextValue.Many(values);

    private List<string> Statements(int most) => [.. Enumerable.Range(0, _random.Next(1, most + 1)).Select(_ => Statement())];

    private string Statement()
    {
        var effect = _random.Next(4) == 0 ? "Deny" : "Allow";
        var action = _random.Next(8) == 0 ? "NotAction" : "Action";
        var resource = _random.Next(8) == 0 ? "NotResource" : "Resource";
        var blocks = Enumerable.Range(0, Math.Max(0, _random.Next(4) - 1)).Select(_ => Conditions[_random.Next(Conditions.Length)])
            .DistinctBy(block => block[..block.IndexOf(':', block.IndexOf('\'', 1))]);
        return $"{{'Effect':'{effect}','{action}':{List(ActionPatterns)},'{resource}':{List(ResourcePatterns)},'Condition':{{{string.Join(',', blocks)}}}}}";
    }

    private string List(string[] from) => $"[{string.Join(',', Enumerable.Range(0, _random.Next(1, 3)).Select(_ => $"'{from[_random.Next(from.Length)]}'"))}]";

    private List<string> Change(List<string> statements)
    {
        List<string> changed = [.. statements];
        switch (_random.Next(7))
        {
            case 0:
                changed.Add(Statement());
                break;
            case 1:
                changed.RemoveAt(_random.Next(changed.Count));
                break;
            case 2:
                changed[_random.Next(changed.Count)] = Statement();
                break;
            case 3:
                changed.Reverse();
                changed.Add(changed[0]);
                break;
            case 4:
                var at = _random.Next(changed.Count);
                changed[at] = changed[at].Replace($"'{ResourcePatterns[_random.Next(ResourcePatterns.Length)]}'", $"'{ResourcePatterns[_random.Next(ResourcePatterns.Length)]}'", StringComparison.Ordinal);
                break;
            case 5:
                var place = _random.Next(changed.Count);
                changed[place] = changed[place].Replace($"'{ActionPatterns[_random.Next(ActionPatterns.Length)]}'", $"'{ActionPatterns[_random.Next(ActionPatterns.Length)]}'", StringComparison.Ordinal);
                break;
            default:
                return Statements(3);
        }

        return changed;
    }

    /// <summary>One side as texts.</summary>
    internal sealed record Texts(List<string> Identity, List<string>? Boundary, List<string>? ServiceControl)
    {
        public PolicySide Side => PolicySide.Of(PolicyKind.Identity, Attach.Document(string.Join(',', Identity))) with
        {
            Boundary = Boundary is null ? null : Set(PolicyKind.Boundary, string.Join(',', Boundary)),
            ServiceControl = ServiceControl is null ? [] : [Set(PolicyKind.ServiceControl, string.Join(',', ServiceControl))],
        };

        /// <summary>The same around a request; every resource leaves the choice to the caller's account.</summary>
        public AccessPolicies Policies => new()
        {
            Identity = Side.Policies,
            Boundary = Side.Boundary,
            ServiceControl = Side.ServiceControl,
            Resource = PolicySet.Of(Attach.Resource("{'Effect':'Allow','Principal':{'AWS':'111111111111'},'Action':'*','Resource':'*'}")),
        };

        public override string ToString() => string.Join("\n  ", [.. Identity, .. (Boundary ?? []).Select(text => "boundary " + text), .. (ServiceControl ?? []).Select(text => "scp " + text)]);
    }
}
