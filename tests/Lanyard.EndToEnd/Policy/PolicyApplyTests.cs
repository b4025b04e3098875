using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Policy;

/// <summary><c>policy apply</c> as a user runs it, with boto3 to say what is in IAM then.</summary>
public sealed class PolicyApplyTests
{
    private const string Document = """
        {"version":1,"account":"111111111111",
         "providers":[{"url":"https://token.actions.githubusercontent.com","audiences":["sts.amazonaws.com"],"thumbprints":[]}],
         "policies":[{"name":"orders-deploy","path":"/deploy/","description":"orders","document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"arn:aws:s3:::orders/*"}]}}],
         "groups":[{"name":"deployers","policies":["orders-deploy","arn:aws:iam::aws:policy/ReadOnlyAccess"]}],
         "users":[{"name":"robot","groups":["deployers"],"accessKey":true}],
         "roles":[{"name":"orders-github","description":"deploys","maxSessionDuration":7200,"permissionsBoundary":"orders-deploy","policies":["orders-deploy"],"tags":{"app":"orders"},
           "inline":{"own":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}}},
           "trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity","Principal":{"Federated":"arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"},
             "Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:sub":"repo:example/orders:environment:prod"}}}]}}]}
        """;

    private const string State = """
        import boto3, json
        iam = boto3.client("iam")
        def found(f):
            try:
                return f()
            except iam.exceptions.NoSuchEntityException:
                return None
        arn = "arn:aws:iam::111111111111:policy/deploy/orders-deploy"
        role = found(lambda: iam.get_role(RoleName="orders-github")["Role"])
        policy = found(lambda: iam.get_policy(PolicyArn=arn)["Policy"])
        provider = found(lambda: iam.get_open_id_connect_provider(OpenIDConnectProviderArn="arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"))
        print(json.dumps({
            "role": role and [role["Description"], role["MaxSessionDuration"], role["PermissionsBoundary"]["PermissionsBoundaryArn"], role["Tags"], list(role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"].values()),
                [p["PolicyName"] for p in iam.list_attached_role_policies(RoleName="orders-github")["AttachedPolicies"]], iam.get_role_policy(RoleName="orders-github", PolicyName="own")["PolicyDocument"]["Statement"][0]["Action"]],
            "policy": policy and [policy["Description"], iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]["Document"]["Statement"][0]["Action"], len(iam.list_policy_versions(PolicyArn=arn)["Versions"])],
            "provider": provider and provider["ClientIDList"],
            "group": found(lambda: sorted(p["PolicyName"] for p in iam.list_attached_group_policies(GroupName="deployers")["AttachedPolicies"])),
            "user": found(lambda: [[g["GroupName"] for g in iam.list_groups_for_user(UserName="robot")["Groups"]], len(iam.list_access_keys(UserName="robot")["AccessKeyMetadata"])])}))
        """;

    [Fact]
    public async Task What_was_asked_for_is_there_once_and_goes_again()
    {
        using var home = new UserHome();
        home.Write("iam.json", Document);
        home.Write("state.py", State);
        home.Write("who.py", "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])");
        home.WritePrivate("passphrase", "correct horse battery staple\n");
        home.Write("run.sh", $$"""
            set -eu
            cd '{{home.Folder}}'
            export LANYARD_VAULT=file LANYARD_VAULT_PASSPHRASE_FILE='{{home.Folder}}/passphrase'
            lanyard='{{LanyardBinary.Path}}'
            sed -i 's/= Developer/= Administrator/' "$HOME/.aws/config"
            $lanyard login --profile dev >&2
            state() { $lanyard exec --profile dev -- env -u AWS_ENDPOINT_URL '{{Requires.Boto3()}}' state.py; }
            apply() { $lanyard policy apply --profile dev --yes --json "$@"; }
            state
            apply iam.json > one.json 2> one.err & one=$!
            apply iam.json > two.json 2> two.err & two=$!
            wait $one; wait $two
            cat one.json two.json | grep '"changed"' | sort | tr -d '\n'; echo
            state
            env -u AWS_ENDPOINT_URL AWS_PROFILE=robot '{{Requires.Boto3()}}' who.py
            sed 's/GetObject/PutObject/; s/environment:prod/environment:dev/; s/7200/3600/' iam.json > new.json
            apply new.json > /dev/null
            state
            apply --undo last > /dev/null
            state
            apply --undo last > /dev/null
            state
            ! grep -r AKIA "$HOME/.aws/config" || exit 9
            """);
        var ended = (await home.LanyardAsync("sandbox", "exec", "--", "/bin/bash", home.PathOf("run.sh"))).Succeeded();
        var lines = ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        const string Nothing = """{"role":null,"policy":null,"provider":null,"group":null,"user":null}""";
        Assert.Equal(Nothing, Compact(lines[0]));
        Assert.Contains("\"changed\": false", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"changed\": true", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            """
            {"role":["deploys",7200,"arn:aws:iam::111111111111:policy/deploy/orders-deploy",[{"Key":"app","Value":"orders"}],["sts.amazonaws.com","repo:example/orders:environment:prod"],["orders-deploy"],"s3:ListBucket"],"policy":["orders","s3:GetObject",1],"provider":["sts.amazonaws.com"],"group":["ReadOnlyAccess","orders-deploy"],"user":[["deployers"],1]}
            """.Trim(), Compact(lines[2]));
        Assert.Equal("arn:aws:iam::111111111111:user/robot", lines[3]);
        Assert.Equal(Compact(lines[2]).Replace("GetObject\",1", "PutObject\",2", StringComparison.Ordinal).Replace("7200", "3600", StringComparison.Ordinal).Replace("environment:prod", "environment:dev", StringComparison.Ordinal), Compact(lines[4]));
        Assert.Equal(Compact(lines[2]), Compact(lines[5]));
        Assert.Equal(Nothing, Compact(lines[6]));
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString();
}
