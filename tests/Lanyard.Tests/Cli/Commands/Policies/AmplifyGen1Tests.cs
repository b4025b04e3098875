using System.Text.Json.Nodes;

namespace Lanyard.Tests.Cli.Commands.Policies;

/// <summary>
/// A project of Amplify Gen 1 as its CLI lays it out: "Amplify CLI files", AWS Amplify documentation, and the CLI's own <c>push-resources.ts</c>, which uploads each
/// resource's template as <c>amplify-cfn-templates/CATEGORY/FILE</c> and names its nested stack after category and resource.
/// </summary>
public sealed class AmplifyGen1Tests : IAsyncLifetime
{
    private const string Root = """
        {"Description":"Root Stack for AWS Amplify CLI",
         "Parameters":{"DeploymentBucketName":{"Type":"String"},"AuthRoleName":{"Type":"String"},"UnauthRoleName":{"Type":"String"}},
         "Resources":{
           "DeploymentBucket":{"Type":"AWS::S3::Bucket","DeletionPolicy":"Retain","Properties":{"BucketName":{"Ref":"DeploymentBucketName"}}},
           "AuthRole":{"Type":"AWS::IAM::Role","Properties":{"RoleName":{"Ref":"AuthRoleName"},"AssumeRolePolicyDocument":{}}},
           "UnauthRole":{"Type":"AWS::IAM::Role","Properties":{"RoleName":{"Ref":"UnauthRoleName"},"AssumeRolePolicyDocument":{}}}
           MORE
         }}
        """;

    private const string Pushed = """
        ,"functionhello":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.amazonaws.com/amplify-orders-dev-123-deployment/amplify-cfn-templates/function/hello-cloudformation-template.json","Parameters":{"CloudWatchRule":"NONE","env":"dev"}}},
        "apiorders":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"https://s3.amazonaws.com/amplify-orders-dev-123-deployment/amplify-cfn-templates/api/cloudformation-template.json","Parameters":{"AppSyncApiName":"orders","S3DeploymentBucket":"amplify-orders-dev-123-deployment","S3DeploymentRootKey":"amplify-appsync-files/abc","env":"dev"}}}
        """;

    private TestCli _cli = null!;

    public async ValueTask InitializeAsync()
    {
        _cli = await TestCli.StartAsync();
        Write("amplify/team-provider-info.json", """
            {"dev":{"awscloudformation":{"AuthRoleName":"amplify-orders-dev-123-authRole","UnauthRoleName":"amplify-orders-dev-123-unauthRole",
              "AuthRoleArn":"arn:aws:iam::111111111111:role/amplify-orders-dev-123-authRole","Region":"eu-west-1","DeploymentBucketName":"amplify-orders-dev-123-deployment",
              "StackName":"amplify-orders-dev-123","StackId":"arn:aws:cloudformation:eu-west-1:111111111111:stack/amplify-orders-dev-123/0"},
              "categories":{"function":{"hello":{"deploymentBucketName":"amplify-orders-dev-123-deployment","s3Key":"amplify-builds/hello.zip"}}}},
             "prod":{"awscloudformation":{"AuthRoleName":"amplify-orders-prod-9-authRole","Region":"eu-central-1","DeploymentBucketName":"amplify-orders-prod-9-deployment","StackName":"amplify-orders-prod-9"}}}
            """);
        Write("amplify/.config/local-env-info.json", """{"envName":"dev"}""");
        Write("amplify/backend/tags.json", """[{"Key":"user:Stack","Value":"{project-env}"}]""");
        Write("amplify/backend/function/hello/hello-cloudformation-template.json", """
            {"Parameters":{"env":{"Type":"String"},"CloudWatchRule":{"Type":"String","Default":"NONE"},"deploymentBucketName":{"Type":"String"},"s3Key":{"Type":"String"}},
             "Conditions":{"ShouldNotCreateEnvResources":{"Fn::Equals":[{"Ref":"env"},"NONE"]}},
             "Resources":{
               "LambdaFunction":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":{"Fn::If":["ShouldNotCreateEnvResources","hello",{"Fn::Join":["",["hello","-",{"Ref":"env"}]]}]},
                 "Code":{"S3Bucket":{"Ref":"deploymentBucketName"},"S3Key":{"Ref":"s3Key"}},"Role":{"Fn::GetAtt":["LambdaExecutionRole","Arn"]}}},
               "LambdaExecutionRole":{"Type":"AWS::IAM::Role","Properties":{"RoleName":{"Fn::Join":["",["ordersLambdaRole-",{"Ref":"env"}]]},"AssumeRolePolicyDocument":{}}}}}
            """);
        Write("amplify/backend/function/hello/function-parameters.json", """{"trigger":false}""");
        Write("amplify/backend/auth/orders1234/build/orders1234-cloudformation-template.json", """
            {"Parameters":{"env":{"Type":"String"},"userPoolName":{"Type":"String"},"authRoleArn":{"Type":"String"}},
             "Resources":{"UserPool":{"Type":"AWS::Cognito::UserPool","Properties":{"UserPoolName":{"Fn::Join":["",[{"Ref":"userPoolName"},"-",{"Ref":"env"}]]}}},
               "RoleMap":{"Type":"AWS::Cognito::IdentityPoolRoleAttachment","Properties":{"IdentityPoolId":"eu-west-1:1","Roles":{"authenticated":{"Ref":"authRoleArn"}}}}}}
            """);
        Write("amplify/backend/auth/orders1234/parameters.json", """{"userPoolName":"orders_pool","authRoleArn":{"Fn::GetAtt":["AuthRole","Arn"]},"sharedId":"1234"}""");
        Write("amplify/backend/api/orders/build/cloudformation-template.json", """
            {"Parameters":{"AppSyncApiName":{"Type":"String"},"S3DeploymentBucket":{"Type":"String"},"S3DeploymentRootKey":{"Type":"String"},"env":{"Type":"String"}},
             "Resources":{"GraphQLAPI":{"Type":"AWS::AppSync::GraphQLApi","Properties":{"Name":{"Fn::Join":["",[{"Ref":"AppSyncApiName"},"-",{"Ref":"env"}]]},"AuthenticationType":"API_KEY"}},
               "Todo":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":{"Fn::Join":["/",["https://s3.amazonaws.com",{"Ref":"S3DeploymentBucket"},{"Ref":"S3DeploymentRootKey"},"stacks","Todo.json"]]},"Parameters":{"env":{"Ref":"env"}}}}}}
            """);
        Write("amplify/backend/api/orders/build/parameters.json", """{"AppSyncApiName":"orders"}""");
        Write("amplify/backend/api/orders/build/stacks/Todo.json", """
            {"Parameters":{"env":{"Type":"String"}},"Resources":{"TodoTable":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":{"Fn::Join":["",["Todo-",{"Ref":"env"}]]}}}}}
            """);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Theory]
    [InlineData(".", false)]
    [InlineData(".", true)]
    [InlineData("amplify", true)]
    [InlineData("amplify/backend", true)]
    [InlineData("amplify/backend/awscloudformation/build", true)]
    public async Task Root_and_categories_are_read_with_the_environment_s_values(string folder, bool isPushed)
    {
        WriteRoot("backend", isPushed);
        var json = await Generate(folder);
        Assert.Equal(["arn:aws:lambda:eu-west-1:111111111111:function:hello-dev"], On(json, "lambda:CreateFunction"));
        Assert.Equal(["arn:aws:dynamodb:eu-west-1:111111111111:table/Todo-dev"], On(json, "dynamodb:CreateTable"));
        Assert.Equal(["arn:aws:s3:::amplify-orders-dev-123-deployment"], On(json, "s3:CreateBucket"));
        Assert.Contains("arn:aws:iam::111111111111:role/amplify-orders-dev-123-authRole", On(json, "iam:CreateRole"));
        Assert.Contains("arn:aws:iam::111111111111:role/ordersLambdaRole-dev", On(json, "iam:CreateRole"));
        Assert.Contains("arn:aws:cloudformation:eu-west-1:111111111111:stack/amplify-orders-dev-123-functionhello-*/*", On(json, "cloudformation:CreateStack"));
        Assert.NotEmpty(On(json, "cognito-idp:CreateUserPool"));
        Assert.Contains("arn:aws:iam::111111111111:role/amplify-orders-dev-123-authRole", On(json, "iam:PassRole"));
        Assert.DoesNotContain(json["notes"]!.AsArray(), n => ((string)n!).Contains("isn't at hand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_CLI_s_own_calls_are_there_whichever_generation_is_named()
    {
        WriteRoot("backend", isPushed: true);
        foreach (var more in new[] { Array.Empty<string>(), ["--framework", "amplify"], ["--framework", "amplify-gen1"] })
        {
            var json = await Generate(".", more);
            Assert.Equal(["deployer"], json["policies"]!.AsArray().Select(p => (string)p!["for"]!));
            Assert.Contains("arn:aws:s3:::amplify-orders-dev-123-deployment/*", On(json, "s3:PutObject"));
            Assert.NotEmpty(On(json, "amplify:GetBackendEnvironment"));
            Assert.Empty(On(json, "sts:AssumeRole"));
        }
    }

    [Fact]
    public async Task Another_environment_is_chosen_by_its_name()
    {
        WriteRoot("backend", isPushed: false);
        var json = await Generate(".", "--config-env", "prod");
        Assert.Equal(["arn:aws:lambda:eu-central-1:*:function:hello-prod"], On(json, "lambda:CreateFunction"));
    }

    [Fact]
    public async Task What_was_last_pushed_is_taken_where_nothing_is_built()
    {
        WriteRoot("#current-cloud-backend", isPushed: true);
        Write("amplify/#current-cloud-backend/function/hello/hello-cloudformation-template.json", """{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"pushed"}}}}""");
        Assert.Equal(["arn:aws:lambda:eu-west-1:111111111111:function:pushed"], On(await Generate("."), "lambda:CreateFunction"));
    }

    private void WriteRoot(string folder, bool isPushed) => Write($"amplify/{folder}/awscloudformation/build/root-cloudformation-stack.json", Root.Replace("MORE", isPushed ? Pushed : "", StringComparison.Ordinal));

    private void Write(string path, string text) => _cli.Home.Write("project/" + path, text);

    private async Task<JsonNode> Generate(string folder, params string[] more) => JsonNode.Parse((await _cli.RunAsync(["policy", "generate", "--template", folder, "--json", .. more])).Done().Out)!;

    private static string[] On(JsonNode json, string action) =>
        [.. json["needs"]!.AsArray().Where(n => (string)n!["action"]! == action).Select(n => (string)n!["resource"]!).Distinct().Order(StringComparer.Ordinal)];
}
