using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox;

namespace Lanyard.Tests.Sandbox.Routing;

public sealed class RoutingTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    [Theory]
    [InlineData("dynamodb.eu-west-1.amazonaws.com", "dynamodb")]
    [InlineData("kinesis.eu-west-1.amazonaws.com", "kinesis")]
    [InlineData("kms.us-east-1.amazonaws.com", "kms")]
    [InlineData("kms-fips.us-east-1.amazonaws.com", "kms")]
    [InlineData("eu-west-1.signin.aws.amazon.com", "signin")]
    [InlineData("lanyard-sandbox.awsapps.com", "signin")]
    public async Task An_aws_host_that_is_not_built_says_which_and_is_never_a_silent_200(string host, string service)
    {
        var answer = await _sandbox.SendAsync(new WireRequest("GET", "/", new WireHeaders(("Host", host)), Stream.Null));
        Assert.Equal(501, answer.Status);
        Assert.Contains($"lanyard sandbox doesn't speak {service} yet", answer.Text, StringComparison.Ordinal);
        Assert.Equal((service, "NotImplemented"), (_sandbox.Log.Last().Service, _sandbox.Log.Last().Error));
    }

    [Fact]
    public async Task The_refusal_is_in_the_form_of_the_clients_protocol()
    {
        var query = await _sandbox.SendAsync(_sandbox.Signed("Action=ListSAMLProviders&Version=2010-05-08", _sandbox.Ci, service: "iam"));
        Assert.Equal("NotImplemented", TestSandbox.Xml(query, "Code"));
        Assert.Equal(_sandbox.Ci.AccessKeyId, _sandbox.Log.Last().AccessKeyId);
        var json = await _sandbox.SendAsync("POST", "/", "{}", ("X-Amz-Target", "DynamoDB_20120810.ListTables"));
        Assert.Contains("\"__type\":\"NotImplemented\"", json.Text, StringComparison.Ordinal);
        Assert.Contains("DynamoDB", json.Text, StringComparison.Ordinal);
        var ec2 = await _sandbox.SendAsync(_sandbox.Signed("Action=DescribeRegions&Version=2016-11-15", _sandbox.Ci, "ec2.eu-west-1.amazonaws.com", service: "ec2"));
        Assert.StartsWith("<Response><Errors><Error><Code>NotImplemented</Code>", ec2.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_called_what_is_not_spoken_is_logged_as_far_as_the_signature_proves_it()
    {
        await _sandbox.SendAsync(_sandbox.Signed("Action=DescribeStacks&Version=2010-05-15", _sandbox.Ci, "cloudformation.eu-west-1.amazonaws.com", service: "cloudformation"));
        Assert.Equal((_sandbox.Ci.AccessKeyId, "arn:aws:iam::111111111111:user/ci"), (_sandbox.Log.Last().AccessKeyId, _sandbox.Log.Last().Principal));

        var forged = new AwsCredentials(_sandbox.Ci.AccessKeyId, new Secret("not-the-secret"));
        await _sandbox.SendAsync(_sandbox.Signed("Action=DescribeStacks&Version=2010-05-15", forged, "cloudformation.eu-west-1.amazonaws.com", service: "cloudformation"));

        // A bad signature is told first, as AWS does.
        Assert.Equal((_sandbox.Ci.AccessKeyId, null, 403), (_sandbox.Log.Last().AccessKeyId, _sandbox.Log.Last().Principal, _sandbox.Log.Last().Status));
    }

    // Another name for this computer is a web page reaching through the browser (DNS rebinding).
    [Theory]
    [InlineData("evil.example:8181")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("amazonaws.com.evil.example")]
    [InlineData("notamazonaws.com")]
    [InlineData("<x>.amazonaws.com")]
    [InlineData("")]
    public async Task A_host_that_is_neither_awss_nor_ours_is_turned_away(string host)
    {
        var answer = await _sandbox.SendAsync(new WireRequest("GET", "/device", new WireHeaders(("Host", host)), Stream.Null));
        Assert.Equal(421, answer.Status);
        Assert.Equal("MisdirectedRequest", Assert.Single(_sandbox.Log).Error);
    }

    [Theory]
    [InlineData("127.0.0.1:9999")]
    [InlineData("localhost")]
    [InlineData("[::1]:8181")]
    public async Task Every_loopback_name_is_ours(string host) =>
        Assert.Equal(200, (await _sandbox.SendAsync(new WireRequest("GET", "/device", new WireHeaders(("Host", host)), Stream.Null))).Status);

    [Fact]
    public async Task A_path_that_means_nothing_is_not_found() => Assert.Equal(404, (await _sandbox.SendAsync("GET", "/nothing")).Status);

    [Fact]
    public async Task A_body_too_large_is_refused_and_logged()
    {
        var answer = await _sandbox.SendAsync("POST", "/token", "{" + new string(' ', 1024 * 1024));
        Assert.Equal(413, answer.Status);
        Assert.Equal("RequestEntityTooLarge", Assert.Single(_sandbox.Log).Error);
    }

    [Fact]
    public async Task Every_request_has_one_record_and_no_record_a_secret()
    {
        var (client, tokens) = await _sandbox.SignInAsync();
        var credentials = await _sandbox.Portal.GetRoleCredentialsAsync(tokens.AccessToken, TestSandbox.Dev, "Developer", TestSandbox.Ct);
        await _sandbox.Sts.GetCallerIdentityAsync(credentials, TestSandbox.Ct);

        // A secret in the access key id's place, and one in the action's.
        await _sandbox.SendAsync(_sandbox.Signed("Action=x", new AwsCredentials(_sandbox.Ci.SecretAccessKey.Reveal().Replace('/', 'x'), _sandbox.Ci.SecretAccessKey)));
        await _sandbox.SendAsync("POST", "/", "Action=" + tokens.RefreshToken!.Reveal());
        Assert.Equal(
            ["RegisterClient", "Authorize", "SignIn", "Consent", "CreateToken", "GetRoleCredentials", "GetCallerIdentity", null, null],
            _sandbox.Log.Select(r => r.Operation));
        var log = string.Join('\n', _sandbox.Log.Select(r => r.ToJsonLine() + r));
        string[] secrets =
        [
            _sandbox.Server.PasswordOf("alice")!.Reveal(), client.ClientSecret.Reveal(), tokens.AccessToken.Reveal(), tokens.RefreshToken.Reveal(),
            credentials.SecretAccessKey.Reveal(), credentials.SessionToken!.Reveal(), _sandbox.Ci.SecretAccessKey.Reveal().Replace('/', 'x'),
        ];
        Assert.All(secrets, s => Assert.DoesNotContain(s, log, StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_is_one_line_of_JSON_with_every_member()
    {
        var record = new CallRecord(new DateTimeOffset(2026, 11, 22, 10, 0, 0, 5, TimeSpan.Zero), "sts", "AssumeRole", "ASIAX", "arn:\n", "explicitDeny", 403, "AccessDenied");
        Assert.Equal(
            """{"time":"2026-11-22T10:00:00.005Z","service":"sts","operation":"AssumeRole","accessKeyId":"ASIAX","principal":"arn:\n","decision":"explicitDeny","status":403,"error":"AccessDenied","reason":null,"encodedMessage":null}""",
            record.ToJsonLine());
        Assert.EndsWith("\"error\":null,\"reason\":\"why\",\"encodedMessage\":null}", (record with { Error = null, Reason = "why" }).ToJsonLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sts.eu-west-1.amazonaws.com", 443, true)]
    [InlineData("STS.AMAZONAWS.COM.", 443, true)]
    [InlineData("s3.cn-north-1.amazonaws.com.cn", 443, true)]
    [InlineData("bedrock.eu-west-1.api.aws", 443, true)]
    [InlineData("eu-west-1.signin.aws.amazon.com", 443, true)]
    [InlineData("acme.awsapps.com", 443, true)]
    [InlineData("x.portal.eu-west-1.app.aws", 443, true)]
    [InlineData("sts.eusc-de-east-1.amazonaws.eu", 443, true)]
    [InlineData("sts.amazonaws.com", 80, false)]
    [InlineData("registry.npmjs.org", 443, false)]
    [InlineData("sts.amazonaws.com.evil.example", 443, false)]
    [InlineData("evilamazonaws.com", 443, false)]
    [InlineData("x.aws.dev", 443, false)]
    [InlineData("abc.lambda-url.eu-west-1.on.aws", 443, false)]
    [InlineData("169.254.169.254", 80, false)]
    public void The_proxy_takes_awss_hosts_and_counts_the_others(string host, int port, bool admitted)
    {
        var gate = new ProxyGate(new HashSet<string>());
        Assert.Equal(admitted, gate.Decide(host, port) == ProxyAnswer.InItsPlace);
        Assert.Equal(admitted, gate.Decide(host, port) == ProxyAnswer.InItsPlace);
        Assert.Equal(admitted ? 0 : 2, gate.RefusedCount);
        Assert.Equal(admitted ? [] : [new KeyValuePair<string, int>($"{host}:{port}", 2)], gate.Refused);
    }

    [Theory]
    [InlineData("registry.npmjs.org", 443, ProxyAnswer.LetThrough)]
    [InlineData("registry.npmjs.org", 80, ProxyAnswer.Refused)]
    [InlineData("npmjs.org", 443, ProxyAnswer.Refused)]
    [InlineData("sts.amazonaws.com", 443, ProxyAnswer.InItsPlace)]
    [InlineData("sts.amazonaws.com", 80, ProxyAnswer.Refused)]
    public void A_host_that_was_named_is_let_through_at_its_port_and_none_of_awss(string host, int port, ProxyAnswer answer) =>
        Assert.Equal(answer, new ProxyGate(new HashSet<string> { "registry.npmjs.org:443", "sts.amazonaws.com:443", "sts.amazonaws.com:80" }).Decide(host, port));

    public void Dispose() => _sandbox.Dispose();
}
