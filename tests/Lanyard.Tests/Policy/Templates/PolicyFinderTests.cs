using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Templates;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Policy.Templates;

public class PolicyFinderTests
{
    private const string Statement = """{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }""";
    private static readonly string Document = $$"""{ "Version": "2012-10-17", "Statement": [{{Statement}}] }""";

    [Fact]
    public void A_file_that_is_a_policy_is_one_without_a_name()
    {
        var found = Assert.Single(Json(Document));
        Assert.Equal(("", null, true), (found.Name, found.Kind, found.IsEditable));
        Assert.Equal("Statement[0].Action", found.Variants[0].Find("Statement")!.Items[0].Find("Action")!.Place.Path.ToString());
    }

    [Theory]
    [InlineData("[DOC, DOC]", "[0] [1]")]
    [InlineData("""{"PolicyVersion":{"Document":DOC,"VersionId":"v1"}}""", "PolicyVersion.Document")]
    [InlineData("""{"Role":{"RoleName":"r","AssumeRolePolicyDocument":DOC}}""", "Role.AssumeRolePolicyDocument/Trust")]
    [InlineData("""{"Policy":TEXT}""", "Policy")]
    [InlineData("""{"Policy":{"PolicySummary":{"Type":"SERVICE_CONTROL_POLICY"},"Content":TEXT}}""", "Policy.Content/ServiceControl")]
    [InlineData("""{"Attributes":{"Policy":TEXT,"Other":"{ not JSON"}}""", "Attributes.Policy")]
    [InlineData("""{"RoleDetailList":[{"AssumeRolePolicyDocument":DOC,"RolePolicyList":[{"PolicyName":"p","PolicyDocument":DOC}]}]}""", "RoleDetailList[0].AssumeRolePolicyDocument/Trust RoleDetailList[0].RolePolicyList[0].PolicyDocument")]
    [InlineData("""{"compilerOptions":{},"Statement":"no"}""", "")]
    public void What_the_cli_prints_around_policies_is_seen_through(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Json(Fill(text)).Select(policy => policy.Name + (policy.Kind is { } kind ? $"/{kind}" : ""))));

    [Fact]
    public void A_policy_in_a_string_has_its_places_in_the_text_around_it()
    {
        var text = Fill("""{ "Policy":TEXT}""");
        var action = Assert.Single(Json(text)).Variants[0].Find("Statement")!.Items[0].Find("Action")!.Place;
        Assert.Equal("\\\"s3:*\\\"", text[action.Start.Offset..action.End.Offset]);
        Assert.Equal((1, action.Start.Offset + 1), (action.Start.Line, action.Start.Column));
    }

    [Theory]
    [InlineData("AWS::IAM::Role", "AssumeRolePolicyDocument", "Trust", null)]
    [InlineData("AWS::IAM::Role", "Policies", "Identity", null)]
    [InlineData("AWS::IAM::ManagedPolicy", "PolicyDocument", "Identity", null)]
    [InlineData("AWS::S3::BucketPolicy", "PolicyDocument", null, "AWS::S3::Bucket")]
    [InlineData("AWS::KMS::Key", "KeyPolicy", null, "AWS::KMS::Key")]
    [InlineData("AWS::ECR::Repository", "RepositoryPolicyText", null, "AWS::ECR::Repository")]
    [InlineData("AWS::SSO::PermissionSet", "InlinePolicy", "Identity", null)]
    [InlineData("AWS::EC2::VPCEndpoint", "PolicyDocument", "Endpoint", null)]
    public void The_place_in_a_template_says_what_a_policy_is_for(string type, string property, string? kind, string? resourceType)
    {
        foreach (var value in (string[])["DOC", "TEXT", """[{"PolicyName":"p","PolicyDocument":DOC}]"""])
        {
            var found = Assert.Single(Json(Fill($$$"""{"Resources":{"Thing":{"Type":"{{{type}}}","Properties":{"Name":"n","{{{property}}}":{{{value}}} } } } }""")));
            Assert.Equal((kind, resourceType), (found.Kind?.ToString(), found.ResourceType));
            Assert.StartsWith($"Thing.{property}", found.Name, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("SERVICE_CONTROL_POLICY", PolicyKind.ServiceControl)]
    [InlineData("RESOURCE_CONTROL_POLICY", PolicyKind.ResourceControl)]
    public void A_policy_of_an_organization_says_itself_what_it_is(string type, PolicyKind kind) =>
        Assert.Equal(kind, Assert.Single(Json(Fill($$$"""{"Resources":{"P":{"Type":"AWS::Organizations::Policy","Properties":{"Type":"{{{type}}}","Content":DOC} } } }"""))).Kind);

    [Fact]
    public void A_managed_policy_that_limits_a_role_of_the_template_is_a_boundary() =>
        Assert.Equal([PolicyKind.Boundary, PolicyKind.Identity], Yaml("""
            Resources:
              Limit: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [] } } }
              Other: { Type: AWS::IAM::ManagedPolicy, Properties: { PolicyDocument: { Statement: [] } } }
              Role: { Type: AWS::IAM::Role, Properties: { PermissionsBoundary: !Ref Limit } }
            """).Select(policy => policy.Kind!.Value));

    [Fact]
    public void A_tag_policy_is_no_policy_of_this_language() =>
        Assert.Empty(Json(Fill("""{"Resources":{"P":{"Type":"AWS::Organizations::Policy","Properties":{"Type":"TAG_POLICY","Content":DOC}}}}""")));

    [Fact]
    public void Functions_become_what_is_known_of_them()
    {
        var found = Assert.Single(Yaml("""
            Resources:
              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Policies:
                    - AWSLambdaExecute
                    - Version: 2012-10-17
                      Statement:
                        - Effect: Allow
                          Action: [s3:GetObject, !Ref Extra]
                          Resource:
                            - !Sub '${Bucket.Arn}/${!aws:username}/*'
                            - !Sub ['arn:${P}:s3:::${B}', { P: aws, B: !Ref Bucket }]
                            - !Join ['', ['arn:', !Ref 'AWS::Partition', ':s3:::logs/', 1]]
                            - !Select [1, [a, b]]
                            - Fn::ImportValue: x
                            - !Ref AWS::NoValue
            """));
        var statement = found.Variants[0].Find("Statement")!.Items[0];
        Assert.Equal(["s3:GetObject", "?"], Texts(statement.Find("Action")!));
        Assert.Equal(["?/${aws:username}/*", "arn:aws:s3:::?", "arn:?:s3:::logs/1", "b", "?"], Texts(statement.Find("Resource")!));
        Assert.Equal("Worker.Policies[1]", found.Name);
        Assert.False(found.IsEditable);
    }

    [Fact]
    public void A_policy_is_looked_at_with_all_conditions_and_with_none()
    {
        var found = Assert.Single(Yaml("""
            Resources:
              P:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Effect: Allow
                        Action: !If [IsProd, s3:GetObject, 's3:*']
                        Resource: '*'
                      - !If
                        - IsProd
                        - !Ref AWS::NoValue
                        - { Effect: Allow, Action: 'sqs:*', Resource: '*' }
            """));
        Assert.Equal(
            ["s3:GetObject", "s3:* sqs:*"],
            found.Variants.Select(variant => string.Join(' ', variant.Find("Statement")!.Items.Select(item => item.Find("Action")!.Text))));
    }

    [Theory]
    [InlineData("Effect: !Ref E\n      Action: a:b\n      Resource: '*'")]
    [InlineData("Effect: Allow\n      Action: a:b\n      Resource: '*'\n      Condition: !Ref C")]
    [InlineData("Effect: Allow\n      Action: a:b\n      Resource: '*'\n      Condition: { StringEquals: !Ref C }")]
    [InlineData("Effect: Allow\n      Action: a:b\n      Resource: '*'\n      Principal: !Ref C")]
    public void A_statement_whose_meaning_hangs_on_the_deployment_is_left_out(string statement)
    {
        var found = Assert.Single(Yaml($"Resources:\n  P:\n    Type: AWS::IAM::Policy\n    Properties:\n     PolicyDocument:\n      Statement:\n      - {statement.Replace("\n      ", "\n        ", StringComparison.Ordinal)}\n"));
        Assert.Empty(found.Variants[0].Find("Statement")!.Items);
    }

    [Fact]
    public void Statements_of_a_serverless_file_are_policies()
    {
        var found = Yaml("""
            service: orders
            provider:
              name: aws
              iam:
                role:
                  statements:
                    - Effect: Allow
                      Action: dynamodb:GetItem
                      Resource: arn:aws:dynamodb:${aws:region}:${self:custom.accounts.${sls:stage}}:table/orders
                    - ${file(more.yml):statement}
            functions:
              work:
                iamRoleStatements:
                  - { Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn }
            resources:
              - ${file(other.yml)}
              - Resources:
                  B:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      PolicyDocument:
                        Statement: { Effect: Deny, Principal: '*', Action: s3:*, Resource: '${self:x}' }
            """);
        Assert.Equal(["provider.iam.role.statements", "functions.work.iamRoleStatements", "B.PolicyDocument"], found.Select(policy => policy.Name));
        Assert.Equal("arn:aws:dynamodb:?:?:table/orders", Texts(found[0].Variants[0].Find("Statement")!.Items.Single().Find("Resource")!).Single());
    }

    [Fact]
    public void The_statement_of_an_event_bus_is_a_policy()
    {
        var found = Assert.Single(Json(Fill("""{"Resources":{"E":{"Type":"AWS::Events::EventBusPolicy","Properties":{"StatementId":"s","Statement":{"Effect":"Allow","Principal":"*","Action":"events:*","Resource":"*"}}}}}""")));
        Assert.Equal(("E.Statement", PolicyKind.Resource, "AWS::Events::EventBus"), (found.Name, found.Kind, found.ResourceType));
    }

    private static string Fill(string text) => text.Replace("DOC", Document, StringComparison.Ordinal)
        .Replace("TEXT", System.Text.Json.JsonSerializer.Serialize(Document).Replace("\\u0022", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);

    private static IReadOnlyList<FoundPolicy> Json(string text) => PolicyFinder.Find(JsonTextReader.Read(text, null, 100_000), text);

    private static IReadOnlyList<FoundPolicy> Yaml(string text) => PolicyFinder.Find(YamlJson.Read(text, "t.yaml"), null);

    private static IEnumerable<string> Texts(JsonNode node) => (node.Kind == JsonNodeKind.Array ? node.Items : [node]).Select(item => item.Text.Replace(Placeholder.Mark, '?'));
}
