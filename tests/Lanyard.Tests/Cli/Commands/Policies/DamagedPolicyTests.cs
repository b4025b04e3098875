using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Lint;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>Whatever a file holds, checking it ends with findings.</summary>
public class DamagedPolicyTests
{
    private const string Policy = """
        {"Version":"2012-10-17","Id":"i","Statement":[{"Sid":"S1","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111111111111:root","*"],"Service":"ec2.amazonaws.com"},
        "Action":["s3:Get*","iam:PassRole"],"NotResource":"arn:aws:s3:::b/${aws:username}/*","Condition":{"StringLike":{"aws:PrincipalOrgID":["o-1","a*"]},
        "ForAnyValue:IpAddress":{"aws:SourceIp":"10.0.0.1/8"},"Null":{"aws:TokenIssueTime":true},"DateLessThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}}]}
        """;

    private const string Template = """
        Resources:
          R:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Federated: !Sub 'arn:${AWS::Partition}:x' }, Action: sts:AssumeRoleWithWebIdentity, Condition: { StringEquals: { 'a:sub': !If [C, x, [y]] } } }] }
              Policies:
                - PolicyDocument: !If [C, { Statement: !Ref L }, { Statement: [{ Effect: !Ref E, Action: !Split [',', 'a,b'], Resource: !Join ['', [a, !GetAtt R.Arn]] }] }]
        """;

    public static TheoryData<string, string> Damages =>
    [
        ("p.json", ""), ("p.json", "\""), ("p.json", "{"), ("p.json", "]"), ("p.json", "null"), ("p.json", "\\u0000"), ("t.yaml", ""), ("t.yaml", "{"), ("t.yaml", "!"), ("t.yaml", "\n"), ("t.yaml", "*"),
    ];

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_file_gives_findings_and_no_exception(string name, string instead)
    {
        var whole = name == "p.json" ? Policy : Template;
        for (var i = 0; i < whole.Length; i++)
        {
            Check(name, whole[..i] + instead + whole[(i + 1)..]);
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("\"{\\\"Statement\\\":[]}\"")]
    [InlineData("{}")]
    [InlineData("""{"Statement":null}""")]
    [InlineData("""{"Statement":[[],null,1,"x",{}]}""")]
    [InlineData("""{"Statement":{"Effect":{},"Action":{},"Resource":{},"Principal":[],"Condition":[]}}""")]
    [InlineData("""{"Statement":{"Effect":"Allow","Action":[[]],"Resource":[null],"Principal":{"AWS":{}},"Condition":{"StringEquals":[],"Bool":{"a":{}}}}}""")]
    [InlineData("""{"Resources":{"A":null,"B":{"Type":"AWS::IAM::Role"},"C":{"Type":"AWS::IAM::Role","Properties":"x"},"D":{"Type":"AWS::IAM::Role","Properties":{"Fn::If":[]}}}}""")]
    [InlineData("""{"service":"x","provider":{"iam":{"role":"arn"}},"functions":[1,{"a":null}],"resources":["x"]}""")]
    public void Json_of_any_other_shape_gives_findings_and_no_exception(string text)
    {
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            _ = FileCheck.Of(new CheckedPath("p.json", "/p.json", IsNamed: true), new SourceText("p.json", null, text), new PolicyUse(kind), Catalogue.Embedded);
        }
    }

    private static void Check(string name, string text)
    {
        var source = new SourceText(name, null, text);
        var check = FileCheck.Of(new CheckedPath(name, "/" + name, IsNamed: true), source, null, Catalogue.Embedded);
        var findings = check.Own.Concat(check.Documents.SelectMany(document => document.Findings));
        Assert.All(findings, finding =>
        {
            Assert.InRange(finding.Place.Start.Offset, 0, text.Length);
            Assert.InRange(finding.Place.End.Offset, finding.Place.Start.Offset, text.Length);
            Assert.NotEmpty(SourceExcerpt.Of(source, finding.Place).Mark);
        });
    }
}
