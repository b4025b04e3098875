using Lanyard.Policy;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate;
using Lanyard.Sandbox;

namespace Lanyard.Tests.Policy.Generate;

/// <summary>The most that the roles of a template may do: all that their own policies allow, and nothing else.</summary>
public sealed class BoundaryPolicyTests
{
    private const string Role = """
        Conditions: { IsProd: !Equals [!Ref Stage, prod] }
        Parameters: { Stage: { Type: String }, Bucket: { Type: String } }
        Resources:
          Orders: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: orders } }
          R:
            Type: AWS::IAM::Role
            Properties:
              ManagedPolicyArns:
                - !Sub 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
              Policies:
                - PolicyName: inline
                  PolicyDocument:
                    Statement:
                      - { Effect: Allow, Action: 'dynamodb:GetItem', Resource: !GetAtt Orders.Arn }
                      - { Effect: Deny, Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/secret' }
                      - { Effect: Allow, Action: 's3:GetObject', Resource: !Sub 'arn:aws:s3:::${Bucket}/*', Condition: { StringEquals: { 'aws:PrincipalTag/b': !Ref Bucket } } }
          P:
            Type: AWS::IAM::Policy
            Properties:
              PolicyName: more
              Roles: [!Ref R]
              PolicyDocument: { Version: '2012-10-17', Statement: { Effect: Allow, Action: !If [IsProd, 'sqs:SendMessage', 'sqs:ReceiveMessage'], Resource: '*' } }
        """;

    [Theory]
    [InlineData("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111111111111:table/orders", true)]
    [InlineData("dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:111111111111:table/orders", false)]
    [InlineData("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111111111111:table/other", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::anything/key", true)]
    [InlineData("logs:PutLogEvents", "arn:aws:logs:eu-west-1:111111111111:log-group:g:log-stream:s", true)]
    [InlineData("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111111111111:q", true)]
    [InlineData("sqs:ReceiveMessage", "arn:aws:sqs:eu-west-1:111111111111:q", true)]
    [InlineData("iam:CreateUser", "arn:aws:iam::111111111111:user/u", false)]
    public void A_boundary_allows_what_the_roles_policies_allow_in_either_branch(string action, string resource, bool isAllowed)
    {
        var made = BoundaryPolicy.Of([Lab.TemplateOf(Role)], PoliciesOfAws.Find);
        Assert.Empty(made.Notes);
        Assert.Equal(1, made.Roles);
        var everything = PolicyDocumentReader.Read("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", null);
        var request = new AccessRequest(new RoleSession("arn:aws:iam::111111111111:role/r", "s"), action, resource, RequestContext.Empty, "111111111111");
        Assert.Equal(isAllowed, AccessEvaluator.Decide(request, AccessPolicies.None with
        {
            Identity = PolicySet.Of(new AttachedPolicy("all", PolicyKind.Identity, everything)),
            Boundary = PolicySet.Of(new AttachedPolicy("boundary", PolicyKind.Boundary, made.Document)),
        }).IsAllowed);
    }

    [Theory]
    [InlineData("ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess']", "R has the policy arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess, whose statements aren't known here")]
    [InlineData("ManagedPolicyArns: [!ImportValue shared]", "R has the policy *, whose")]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: !ImportValue document}]", "R has a policy that can't be read before it is deployed")]
    [InlineData("Policies: [{PolicyName: p, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'iam:Create*', Resource: '*'}]}}]", "R has a policy by which roles can be made")]
    public void What_is_not_in_it_is_told(string properties, string note)
    {
        var made = BoundaryPolicy.Of([Lab.TemplateOf("Resources:\n  R: {Type: 'AWS::IAM::Role', Properties: {" + properties + "}}")], PoliciesOfAws.Find);
        Assert.Contains(note, Assert.Single(made.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_managed_policy_of_the_template_itself_is_in_it_and_roles_without_policies_may_do_nothing()
    {
        const string Own = "Resources:\n  M: {Type: 'AWS::IAM::ManagedPolicy', Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sns:Publish', Resource: '*'}]}}}\n  R: {Type: 'AWS::IAM::Role', Properties: {ManagedPolicyArns: [!Ref M]}}";
        var made = BoundaryPolicy.Of([Lab.TemplateOf(Own)], PoliciesOfAws.Find);
        Assert.Empty(made.Notes);
        Assert.Equal("sns:Publish", Assert.Single(made.Document.Statements).Action.Values[0].Value);
        Assert.Equal(Effect.Deny, Assert.Single(BoundaryPolicy.Of([Lab.TemplateOf("Resources:\n  R: {Type: 'AWS::IAM::Role', Properties: {}}")], PoliciesOfAws.Find).Document.Statements).Effect);
    }
}
