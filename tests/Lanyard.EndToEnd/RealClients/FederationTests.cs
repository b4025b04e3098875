using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>The way into the console that the IAM User Guide shows in Python, against the sandbox, with credentials that boto3 has.</summary>
public sealed class FederationTests(SignedInSandbox sandbox) : IClassFixture<SignedInSandbox>
{
    // "Enable custom identity broker access to the AWS console": the sign-in host is found through the HTTPS proxy, with its certificate.
    private const string SignIn =
        """
        import boto3, json, ssl, os, sys, urllib.error, urllib.parse, urllib.request
        keys = boto3.Session().get_credentials().get_frozen_credentials()
        session = json.dumps({"sessionId": keys.access_key, "sessionKey": keys.secret_key, "sessionToken": keys.token})
        host = "https://signin.aws.amazon.com/federation"
        context = ssl.create_default_context(cafile=os.environ["AWS_CA_BUNDLE"])
        def get(query):
            try:
                with urllib.request.urlopen(host + "?" + urllib.parse.urlencode(query), context=context) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as e:
                return e.code, e.read().decode()
        query = {"Action": "getSigninToken", "Session": session}
        if len(sys.argv) > 1:
            query["SessionDuration"] = sys.argv[1]
        status, text = get(query)
        if status == 200:
            token = json.loads(text)["SigninToken"]
            status, text = get({"Action": "login", "Issuer": "example.com", "Destination": "https://console.aws.amazon.com/", "SigninToken": token})
        print(json.dumps({"status": status, "text": text}))
        """;

    [Theory]
    [InlineData("dev", 200, "111111111111:assumed-role/AWSReservedSSO_Developer")]
    [InlineData("dev", 200, "111111111111:assumed-role/AWSReservedSSO_Developer", "43200")]
    [InlineData("dev", 400, "SessionDuration", "43201")]
    [InlineData("staging-deploy", 200, "222222222222:assumed-role/deploy/")]
    [InlineData("staging-deploy", 400, "chained", "3600")]
    public async Task The_sandbox_signs_in_who_AWS_would(string profile, int status, string said, params string[] length)
    {
        var ended = (await sandbox.User.LanyardAsync(["exec", "--profile", profile, "--", Requires.Boto3(), "-c", SignIn, .. length])).Succeeded();

        var answer = JsonNode.Parse(ended.Out)!;
        Assert.Equal(status, (int)answer["status"]!);
        Assert.Contains(said, (string)answer["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_that_lanyard_prints_is_taken_by_another_client()
    {
        var link = (await sandbox.User.LanyardAsync("console", "--profile", "staging-deploy", "--print")).Succeeded().Out.Trim();

        var page = (await sandbox.User.RunAsync(Requires.Boto3(), "-c", "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())", link)).Succeeded();

        Assert.Contains("222222222222:assumed-role/deploy/", page.Out, StringComparison.Ordinal);
    }
}
