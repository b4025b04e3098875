using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;
using Lanyard.Tests.Sandbox.Iam;
using Lanyard.Tests.Sandbox.Organizations;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>"GetWebIdentityToken" in the STS API Reference, and "Understanding token claims" in the IAM User Guide.</summary>
public sealed class GetWebIdentityTokenTests : IDisposable
{
    private const string Role = "arn:aws:iam::444455556666:role/worker";

    private readonly OrganizationSandbox _organization = new(roles:
        """
        [{"name":"worker","account":"shop","trust":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}]},
          "policies":[{"name":"all","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}}]}]
        """);

    private IamSandbox Iam => _organization.Iam;

    private TestSandbox Sandbox => _organization.Sandbox;

    public void Dispose() => _organization.Dispose();

    [Fact]
    public async Task The_feature_is_enabled_once_and_keeps_its_issuer()
    {
        Assert.Equal("FeatureDisabled", (await Iam.RefusalAsync(_organization.Sam, "GetOutboundWebIdentityFederationInfo")).Code);
        Assert.Equal("FeatureDisabled", (await Iam.RefusalAsync(_organization.Sam, "DisableOutboundWebIdentityFederation")).Code);
        Assert.Equal("OutboundWebIdentityFederationDisabledException", (await RefusalAsync(_organization.Sam)).Code);
        var issuer = await EnableAsync();
        Assert.Matches("^https://[0-9a-f-]{36}\\.tokens\\.sts\\.global\\.api\\.aws$", issuer);
        Assert.Equal("FeatureEnabled", (await Iam.RefusalAsync(_organization.Sam, "EnableOutboundWebIdentityFederation")).Code);
        var info = await Iam.CallAsync(_organization.Sam, "GetOutboundWebIdentityFederationInfo");
        Assert.Equal((issuer, "true"), (QueryProtocol.Descendant(info, "IssuerIdentifier"), QueryProtocol.Descendant(info, "JwtVendingEnabled")));

        // Tokens made before stay good, so their keys stay published.
        var (_, token) = await TokenAsync(_organization.Sam);
        await Iam.CallAsync(_organization.Sam, "DisableOutboundWebIdentityFederation");
        Assert.Equal("OutboundWebIdentityFederationDisabledException", (await RefusalAsync(_organization.Sam)).Code);
        Assert.True(await IsSignedAsync(issuer, token));
        Assert.Equal(issuer, await EnableAsync());

        // Another account's feature is its own.
        Assert.Equal("OutboundWebIdentityFederationDisabledException", (await RefusalAsync(_organization.Ann)).Code);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES384")]
    public async Task Anybody_can_check_the_signature_by_the_published_keys(string algorithm)
    {
        var issuer = await EnableAsync();
        var (claims, token) = await TokenAsync(_organization.Sam, ("SigningAlgorithm", algorithm));
        Assert.Equal(issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(algorithm, Decoded(token.Split('.')[0]).GetProperty("alg").GetString());
        Assert.True(await IsSignedAsync(issuer, token));
        Assert.False(await IsSignedAsync(issuer, token.Replace(token.Split('.')[1], Base64Url.EncodeToString("{}"u8), StringComparison.Ordinal)));
        var configuration = await PublishedAsync(issuer, "/.well-known/openid-configuration");
        Assert.Equal((issuer, issuer + "/.well-known/jwks.json"), (configuration.GetProperty("issuer").GetString(), configuration.GetProperty("jwks_uri").GetString()));
    }

    [Fact]
    public async Task An_issuer_that_no_account_has_publishes_nothing()
    {
        await EnableAsync();
        var answer = await GetAsync("https://00000000-0000-0000-0000-000000000000.tokens.sts.global.api.aws", "/.well-known/jwks.json");
        Assert.Equal(404, answer.Status);
    }

    [Fact]
    public async Task A_token_tells_account_organization_principal_and_tags()
    {
        await EnableAsync();
        var session = SessionKeys.Of(await Sandbox.StsAsync(
            _organization.Sam, "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "job"), ("SourceIdentity", "sam"), ("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "blue")));
        var (claims, _) = await TokenAsync(session, ("Audience.member.2", "https://two.example.com"), ("DurationSeconds", "60"), ("Tags.member.1.Key", "job-id"), ("Tags.member.1.Value", "7"));
        Assert.Equal(["https://api.example.com", "https://two.example.com"], claims.GetProperty("aud").EnumerateArray().Select(a => a.GetString()!));
        Assert.Equal(Role, claims.GetProperty("sub").GetString());
        Assert.Equal(60, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        var own = claims.GetProperty("https://sts.amazonaws.com/");
        string? Text(string name) => own.GetProperty(name).GetString();
        Assert.Equal(
            (OrganizationSandbox.Shop, "eu-west-1", Role, "sam", "2026-11-22T11:00:00Z"), (Text("aws_account"), Text("source_region"), Text("principal_id"), Text("source_identity"), Text("original_session_exp")));
        Assert.StartsWith(Text("org_id") + "/r-", own.GetProperty("ou_path")[0].GetString()!, StringComparison.Ordinal);
        Assert.Equal(("""{"Team":"blue"}""", """{"job-id":"7"}"""), (own.GetProperty("principal_tags").GetRawText(), own.GetProperty("request_tags").GetRawText()));
    }

    [Fact]
    public async Task A_user_is_its_own_subject_for_five_minutes_and_each_token_has_an_id()
    {
        await EnableAsync();
        var (first, _) = await TokenAsync(_organization.Sam);
        var (second, _) = await TokenAsync(_organization.Sam);
        Assert.Equal(("arn:aws:iam::444455556666:user/sam", "https://api.example.com"), (first.GetProperty("sub").GetString(), first.GetProperty("aud").GetString()));
        Assert.Equal(300, first.GetProperty("exp").GetInt64() - first.GetProperty("iat").GetInt64());
        Assert.NotEqual(first.GetProperty("jti").GetString(), second.GetProperty("jti").GetString());
    }

    [Theory]
    [InlineData("""{"ForAllValues:StringEquals":{"sts:IdentityTokenAudience":"https://api.example.com"},"Null":{"sts:IdentityTokenAudience":"false"}}""", true)]
    [InlineData("""{"ForAllValues:StringEquals":{"sts:IdentityTokenAudience":"https://other.example.com"}}""", false)]
    [InlineData("""{"NumericLessThanEquals":{"sts:DurationSeconds":"300"}}""", true)]
    [InlineData("""{"NumericLessThanEquals":{"sts:DurationSeconds":"299"}}""", false)]
    [InlineData("""{"StringEquals":{"sts:SigningAlgorithm":"ES384"}}""", true)]
    [InlineData("""{"StringEquals":{"sts:SigningAlgorithm":"RS256"}}""", false)]
    public async Task Policies_can_ask_for_audience_duration_and_algorithm(string condition, bool isAllowed)
    {
        await EnableAsync();
        var worker = await UserAsync($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetWebIdentityToken","Resource":"*","Condition":{{condition}}}]}""");
        Assert.Equal(isAllowed ? 200 : 403, (await SendAsync(worker)).Status);
    }

    [Fact]
    public async Task Tags_need_a_permission_of_their_own()
    {
        await EnableAsync();
        var worker = await UserAsync("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetWebIdentityToken","Resource":"*"}]}""");
        var refused = await RefusalAsync(worker, ("Tags.member.1.Key", "job-id"), ("Tags.member.1.Value", "7"));
        Assert.Contains("is not authorized to perform: sts:TagGetWebIdentityToken", refused.Message, StringComparison.Ordinal);
        await TokenAsync(worker);
    }

    [Fact]
    public async Task An_SCP_can_forbid_it()
    {
        await EnableAsync();
        await _organization.AttachAsync(await _organization.MakePolicyAsync(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sts:GetWebIdentityToken","Resource":"*","Condition":{"StringNotEquals":{"sts:SigningAlgorithm":"RS256"}}}]}"""), OrganizationSandbox.Shop);
        Assert.Contains("with an explicit deny in a service control policy", (await RefusalAsync(_organization.Sam)).Message, StringComparison.Ordinal);
        await TokenAsync(_organization.Sam, ("SigningAlgorithm", "RS256"));
    }

    [Fact]
    public async Task A_token_outlives_neither_its_session_nor_its_limits()
    {
        await EnableAsync();
        var session = SessionKeys.Of(await Sandbox.StsAsync(_organization.Sam, "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "job"), ("DurationSeconds", "900")));
        Assert.Equal("SessionDurationEscalationException", (await RefusalAsync(session, ("DurationSeconds", "901"))).Code);
        await TokenAsync(session, ("DurationSeconds", "900"));
        Assert.Contains("greater than or equal to 60", (await RefusalAsync(_organization.Sam, ("DurationSeconds", "59"))).Message, StringComparison.Ordinal);
        Assert.Contains("enum value set: [RS256, ES384]", (await RefusalAsync(_organization.Sam, ("SigningAlgorithm", "HS256"))).Message, StringComparison.Ordinal);
        var tags = Enumerable.Range(1, 50).SelectMany(i => new[] { ($"Tags.member.{i}.Key", $"{i}{new string('k', 120)}"), ($"Tags.member.{i}.Value", new string('v', 256)) });
        Assert.Equal("JWTPayloadSizeExceededException", (await RefusalAsync(_organization.Sam, [.. tags])).Code);
        Assert.Equal("ValidationError", TestSandbox.Xml(await Sandbox.StsAsync(_organization.Sam, "GetWebIdentityToken", ("SigningAlgorithm", "ES384")), "Code"));
        var global = Sandbox.Signed(TestSandbox.Form("GetWebIdentityToken", ("Audience.member.1", "a"), ("SigningAlgorithm", "ES384")), _organization.Sam, "sts.amazonaws.com", "us-east-1");
        Assert.Contains("global endpoint", TestSandbox.Xml(await Sandbox.SendAsync(global), "Message"), StringComparison.Ordinal);
    }

    private async Task<string> EnableAsync() => QueryProtocol.Descendant(await Iam.CallAsync(_organization.Sam, "EnableOutboundWebIdentityFederation"), "IssuerIdentifier")!;

    private async Task<AwsCredentials> UserAsync(string policy)
    {
        await Iam.CallAsync(_organization.Sam, "CreateUser", ("UserName", "worker"));
        await Iam.CallAsync(_organization.Sam, "PutUserPolicy", ("UserName", "worker"), ("PolicyName", "own"), ("PolicyDocument", policy));
        var key = await Iam.CallAsync(_organization.Sam, "CreateAccessKey", ("UserName", "worker"));
        return new AwsCredentials(QueryProtocol.Descendant(key, "AccessKeyId")!, new(QueryProtocol.Descendant(key, "SecretAccessKey")!));
    }

    private Task<WireResponse> SendAsync(AwsCredentials who, params (string Name, string Value)[] more) => Sandbox.StsAsync(
        who, "GetWebIdentityToken", [.. more, .. new[] { ("Audience.member.1", "https://api.example.com"), ("SigningAlgorithm", "ES384") }.Where(p => more.All(m => m.Name != p.Item1))]);

    private async Task<(string? Code, string? Message)> RefusalAsync(AwsCredentials who, params (string Name, string Value)[] more)
    {
        var answer = await SendAsync(who, more);
        Assert.NotEqual(200, answer.Status);
        return (TestSandbox.Xml(answer, "Code"), TestSandbox.Xml(answer, "Message"));
    }

    private async Task<(JsonElement Claims, string Token)> TokenAsync(AwsCredentials who, params (string Name, string Value)[] more)
    {
        var answer = await SendAsync(who, more);
        Assert.True(answer.Status == 200, answer.Text);
        var token = TestSandbox.Xml(answer, "WebIdentityToken")!;
        return (Decoded(token.Split('.')[1]), token);
    }

    private static JsonElement Decoded(string segment)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(segment));
        return document.RootElement.Clone();
    }

    // By the platform's own, as any verifier would.
    private async Task<bool> IsSignedAsync(string issuer, string token)
    {
        var parts = token.Split('.');
        var (signed, signature) = (Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        var id = Decoded(parts[0]).GetProperty("kid").GetString();
        var key = (await PublishedAsync(issuer, "/.well-known/jwks.json")).GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("kid").GetString() == id);
        byte[] Bytes(string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
        if (key.GetProperty("kty").GetString() == "RSA")
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes("n"), Exponent = Bytes("e") });
            return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = new ECPoint { X = Bytes("x"), Y = Bytes("y") } });
        return ec.VerifyData(signed, signature, HashAlgorithmName.SHA384);
    }

    private async Task<JsonElement> PublishedAsync(string issuer, string path)
    {
        var answer = await GetAsync(issuer, path);
        Assert.True(answer.Status == 200, answer.Text);
        using var document = JsonDocument.Parse(answer.Text);
        return document.RootElement.Clone();
    }

    private Task<WireResponse> GetAsync(string issuer, string path) =>
        Sandbox.SendAsync(new WireRequest("GET", path, new WireHeaders(("Host", new Uri(issuer).Host)), ReadOnlyMemory<byte>.Empty));
}
