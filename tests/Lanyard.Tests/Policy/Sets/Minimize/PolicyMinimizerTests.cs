using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets.Minimize;
using static Lanyard.Tests.Policy.Sets.Sides;

namespace Lanyard.Tests.Policy.Sets.Minimize;

public sealed class PolicyMinimizerTests
{
    private const string OfficeOnly = "{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}}";
    private const string OfficeWithMfa = "{'IpAddress':{'aws:SourceIp':'203.0.113.0/24'},'Bool':{'aws:MultiFactorAuthPresent':'true'}}";

    public static TheoryData<string, string, string> Cases => new()
    {
        { "an action twice, in two cases", Allow("['s3:GetObject','s3:getobject']"), Allow("'s3:GetObject'") },
        { "an action that a wildcard covers", Allow("['s3:GetObject','s3:Get*']"), Allow("'s3:Get*'") },
        { "a wildcard that a wider one covers", Allow("['s3:Get*','s3:*','s3:*Object']"), Allow("'s3:*'") },
        { "a resource that a wildcard covers", Allow("'s3:GetObject'", "['arn:aws:s3:::b/a/*','arn:aws:s3:::b/*','arn:aws:s3:::c/*']"), Allow("'s3:GetObject'", "['arn:aws:s3:::b/*','arn:aws:s3:::c/*']") },
        { "a variable that a wildcard covers", Allow("'s3:GetObject'", "['arn:aws:s3:::b/${aws:username}','arn:aws:s3:::b/*']"), Allow("'s3:GetObject'", "'arn:aws:s3:::b/*'") },
        { "a bucket and its objects", Allow("'s3:*'", "['arn:aws:s3:::b/*','arn:aws:s3:::b']"), Allow("'s3:*'", "['arn:aws:s3:::b','arn:aws:s3:::b/*']") },
        { "statements with the same resources", Allow("'s3:PutObject'") + "," + Allow("'s3:GetObject'"), Allow("['s3:GetObject','s3:PutObject']") },
        { "statements with the same actions", Allow("'s3:GetObject'", "'arn:aws:s3:::b/*'") + "," + Allow("'s3:GetObject'", "'arn:aws:s3:::a/*'"), Allow("'s3:GetObject'", "['arn:aws:s3:::a/*','arn:aws:s3:::b/*']") },
        { "a statement within another", Allow("'s3:GetObject'", "'arn:aws:s3:::b/*'") + "," + Allow("'s3:Get*'"), Allow("'s3:Get*'") },
        { "a part of a statement within another", Allow("['s3:GetObject','s3:PutObject']", "'arn:aws:s3:::b/*'") + "," + Allow("'s3:Get*'"), Allow("'s3:Get*'") + "," + Allow("'s3:PutObject'", "'arn:aws:s3:::b/*'") },
        { "a statement with more conditions", Allow("'s3:*'", "'*'", OfficeWithMfa) + "," + Allow("'s3:*'", "'*'", OfficeOnly), Allow("'s3:*'", "'*'", OfficeOnly) },
        { "the same conditions written in two orders", Allow("'s3:GetObject'", "'*'", "{'StringEquals':{'aws:a':['y','x'],'aws:b':'z'}}") + "," + Allow("'s3:PutObject'", "'*'", "{'StringEquals':{'AWS:B':'z','aws:a':['x','y']}}"), Allow("['s3:GetObject','s3:PutObject']", "'*'", "{'StringEquals':{'aws:a':['x','y'],'aws:b':'z'}}") },
        { "what is denied needs no allowing", Allow("['s3:GetObject','sqs:SendMessage']") + "," + Deny("'s3:*'"), Allow("'sqs:SendMessage'") + "," + Deny("'s3:*'") },
        { "denials within a denial", Deny("'s3:PutObject'") + "," + Allow("'*'") + "," + Deny("'s3:Put*'"), Allow("'*'") + "," + Deny("'s3:Put*'") },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_document_says_the_same_in_fewer_characters(string name, string before, string after) => Assert.Equal((name, after), (name, Minimized.Text(before)));

    [Fact]
    public void What_statements_have_in_common_is_said_once()
    {
        const string Common = "'dynamodb:BatchGetItem','dynamodb:BatchWriteItem','dynamodb:ConditionCheckItem','dynamodb:DescribeTable','dynamodb:UpdateItem'";
        static string Table(string name) => $"arn:aws:dynamodb:*:*:table/{name}";
        var (orders, users, jobs) = (Table("orders"), Table("users"), Table("jobs"));
        var found = Minimized.Text(string.Join(
            ',', Allow($"[{Common},'dynamodb:DeleteItem']", $"'{orders}'"), Allow($"[{Common},'dynamodb:Scan']", $"'{users}'"), Allow($"[{Common},'dynamodb:Query']", $"'{jobs}'")));
        Assert.Equal(
            string.Join(',', Allow($"[{Common}]", $"['{jobs}','{orders}','{users}']"), Allow("'dynamodb:DeleteItem'", $"'{orders}'"), Allow("'dynamodb:Query'", $"'{jobs}'"), Allow("'dynamodb:Scan'", $"'{users}'")),
            found);
    }

    [Fact]
    public void Each_action_is_named_once_with_all_of_its_resources_where_that_is_shorter()
    {
        const string Types = "elasticloadbalancing:DescribeLoadBalancerPolicyTypes", Groups = "elasticloadbalancing:DescribeTargetGroupAttributes", Balancers = "elasticloadbalancing:DescribeLoadBalancerAttributes";
        static string On(string bucket, string one, string two) => Allow($"['{one}','{two}']", $"'arn:aws:s3:::{bucket}'");
        var statements = new[] { On("1", Types, Groups), On("2", Types, Balancers), On("3", Groups, Balancers) };
        static string All(string action, params string[] buckets) => Allow($"'{action}'", $"[{string.Join(',', buckets.Select(bucket => $"'arn:aws:s3:::{bucket}'"))}]");
        Assert.Equal(string.Join(',', All(Balancers, "2", "3"), All(Types, "1", "2"), All(Groups, "1", "3")), Minimized.Text(string.Join(',', statements)));
    }

    public static TheoryData<string, string> Kept => new()
    {
        { "a wildcard stands for tomorrow's actions too", Allow("['sns:Publish*']") },
        { "what is not meant", "{'Effect':'Deny','NotAction':['iam:*','sts:*'],'NotResource':['arn:aws:s3:::b','arn:aws:s3:::c']}" },
        { "exceptions of two statements", "{'Effect':'Deny','NotAction':'iam:*','Resource':'*'},{'Effect':'Deny','NotAction':'sts:*','Resource':'*'}" },
        { "a variable among exceptions", "{'Effect':'Deny','Action':'s3:*','NotResource':['arn:aws:s3:::b/${aws:username}','arn:aws:s3:::b/*']}" },
        { "conditions that differ", Allow("'s3:*'", "'*'", "{'StringEquals':{'aws:a':'x'}}") + "," + Allow("'s3:*'", "'*'", "{'StringEquals':{'aws:a':'y'}}") },
        { "one denied under a condition", Allow("'s3:*'") + "," + Deny("'s3:*'", "'*'", OfficeOnly) },
        { "a short ARN, which identities' policies complete", Allow("'s3:*'", "['arn:aws:s3','arn:aws:s3:::b/*']") },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_isnt_surely_the_same_stays(string name, string statements) =>
        Assert.Equal((name, Minimized.Statements(Attach.Document(statements))), (name, Minimized.Text(statements)));

    [Fact]
    public void A_denial_stays_though_the_document_allows_nothing_that_it_denies()
    {
        // Attached with another document it counts.
        var statements = Allow("'s3:GetObject'") + "," + Deny("'iam:*'");
        Assert.Equal(statements, Minimized.Text(statements));
    }

    [Fact]
    public void The_proof_sees_a_lost_denial()
    {
        var proof = new EqualityProof(PolicyKind.Identity, Lanyard.Policy.Catalog.Catalogue.Embedded);
        var why = proof.WhyNotEqual([Attach.Document(Allow("'s3:GetObject'") + "," + Deny("'iam:*'"))], [Attach.Document(Allow("'s3:GetObject'"))]);
        Assert.NotNull(why);
    }

    [Fact]
    public void A_statement_keeps_its_name_unless_it_is_made_of_several_with_names()
    {
        static string Named(string sid, string action) => $"{{'Sid':'{sid}','Effect':'Allow','Action':'{action}','Resource':'*'}}";
        Assert.Equal("{'Sid':'Read','Effect':'Allow','Action':['s3:GetObject','s3:PutObject'],'Resource':'*'}", Minimized.Text(Named("Read", "s3:GetObject") + "," + Allow("'s3:PutObject'")));
        var found = Minimized.Of(Attach.Document(Named("A", "s3:GetObject") + "," + Named("B", "s3:PutObject") + "," + Named("C", "s3:DeleteObject")));
        Assert.Equal(Allow("['s3:DeleteObject','s3:GetObject','s3:PutObject']"), Minimized.Statements(found.Document));
        Assert.Equal(["A", "B", "C"], found.LostSids);
        Assert.Equal(Allow("'s3:GetObject'"), Minimized.Text(Named("Read", "s3:GetObject"), new MinimizeOptions(DropSids: true)));
    }

    [Fact]
    public void A_name_is_not_dropped_to_save_its_characters()
    {
        const string Two = "{'Sid':'Read','Effect':'Allow','Action':['s3:GetObject','s3:GetObjectTagging'],'Resource':'arn:aws:s3:::a/*'},"
            + "{'Sid':'Look','Effect':'Allow','Action':['s3:GetObject','s3:ListBucket'],'Resource':['arn:aws:s3:::a','arn:aws:s3:::a/b']}";
        Assert.Equal(Two, Minimized.Text(Two));
    }

    [Fact]
    public void Principals_are_put_together_and_everybody_stays_alone()
    {
        static string Trust(string principal, string action = "sts:AssumeRole") => $"{{'Effect':'Allow','Principal':{principal},'Action':'{action}'}}";
        Assert.Equal(
            Trust("{'AWS':['arn:aws:iam::111111111111:role/a','arn:aws:iam::111111111111:role/b'],'Service':'ec2.amazonaws.com'}"),
            Minimized.Text(
                string.Join(',', Trust("{'AWS':'arn:aws:iam::111111111111:role/b'}"), Trust("{'Service':'ec2.amazonaws.com'}"), Trust("{'AWS':'arn:aws:iam::111111111111:role/a'}")),
                kind: PolicyKind.Trust));
        var both = Trust("'*'") + "," + Trust("{'AWS':'arn:aws:iam::111111111111:role/a'}");
        Assert.Contains("'Principal':'*'", Minimized.Text(both, kind: PolicyKind.Trust), StringComparison.Ordinal);
    }
}
