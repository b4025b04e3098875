using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Credentials.Delivery;

namespace Lanyard.Tests.Credentials.Delivery;

public sealed class EnvironmentBlockTests : IDisposable
{
    private static readonly DateTimeOffset End = new(2026, 7, 1, 13, 0, 0, TimeSpan.Zero);
    private static readonly AwsCredentials Session = new("ASIA1", new Secret("sk"), new Secret("tok"), End, "111111111111");

    private readonly TemporaryFolder _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Keys_are_set_with_all_that_belongs_to_them()
    {
        var child = EnvironmentBlock.OfKeys(Session, "eu-west-1").ApplyTo(Crowded());
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["PATH"] = "/bin",
                ["AWS_ACCESS_KEY_ID"] = "ASIA1",
                ["AWS_SECRET_ACCESS_KEY"] = "sk",
                ["AWS_SESSION_TOKEN"] = "tok",
                ["AWS_CREDENTIAL_EXPIRATION"] = "2026-07-01T13:00:00Z",
                ["AWS_ACCOUNT_ID"] = "111111111111",
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_DEFAULT_REGION"] = "eu-west-1",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
            }.OrderBy(v => v.Key, StringComparer.Ordinal),
            child.OrderBy(v => v.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Long_lived_keys_leave_no_stale_token_and_the_region_as_it_was()
    {
        var environment = Crowded();
        environment["AWS_REGION"] = "us-east-1";
        var child = EnvironmentBlock.OfKeys(new AwsCredentials("AKIA1", new Secret("sk")), null).ApplyTo(environment);
        Assert.Equal(["AWS_ACCESS_KEY_ID", "AWS_EC2_METADATA_DISABLED", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "PATH"], child.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_profile_or_an_endpoint_is_all_the_child_sees()
    {
        using var home = new TestHome();
        using var files = PrivateAwsFiles.Create(_run.Path, ("plan.json", []), null, new ChildProfiles(null, home.Files), ["lanyard"]);
        var profile = EnvironmentBlock.OfPrivateFiles(files, null).ApplyTo(Crowded());
        Assert.Equal(["AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED", "AWS_PROFILE", "AWS_SDK_LOAD_CONFIG", "AWS_SHARED_CREDENTIALS_FILE", "PATH"], profile.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((files.ConfigFile, files.CredentialsFile), (profile["AWS_CONFIG_FILE"], profile["AWS_SHARED_CREDENTIALS_FILE"]));

        var server = EnvironmentBlock.OfContainer(new Uri("http://127.0.0.1:1/v1/credentials"), new Secret("tok"), files, null).ApplyTo(Crowded());
        Assert.Equal(
            ["AWS_CONFIG_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_EC2_METADATA_DISABLED", "AWS_SDK_LOAD_CONFIG", "AWS_SHARED_CREDENTIALS_FILE", "BOTO_CONFIG", "PATH"],
            server.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("http://127.0.0.1:1/v1/credentials", files.CredentialsFile), (server["AWS_CONTAINER_CREDENTIALS_FULL_URI"], server["BOTO_CONFIG"]));

        var keys = EnvironmentBlock.OfKeys(new AwsCredentials("AKIA1", new Secret("sk")), null, (files.ConfigFile, files.CredentialsFile)).ApplyTo(Crowded());
        Assert.Equal(
            ["AWS_ACCESS_KEY_ID", "AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED", "AWS_SDK_LOAD_CONFIG", "AWS_SECRET_ACCESS_KEY", "AWS_SHARED_CREDENTIALS_FILE", "PATH"],
            keys.Keys.Order(StringComparer.Ordinal));
    }

    // Serverless Framework 3 and osls read `AWS_<STAGE>_PROFILE` and the keys of a stage before any other variable (measured); an AWS SDK
    // for JavaScript 2 also reads all of its settings with AMAZON_ before them.
    [Theory]
    [InlineData("AWS_DEV_PROFILE")]
    [InlineData("AWS_DEV_ACCESS_KEY_ID")]
    [InlineData("AWS_DEV_SECRET_ACCESS_KEY")]
    [InlineData("AWS_DEV_SESSION_TOKEN")]
    [InlineData("AWS_DEV-ANNA_PROFILE")]
    [InlineData("AWS_dev_PROFILE")]
    [InlineData("AMAZON_PROFILE")]
    [InlineData("AMAZON_REGION")]
    public void A_stages_own_variables_never_reach_the_child(string name)
    {
        var environment = Crowded();
        environment[name] = "somebody else's";
        Assert.DoesNotContain(name, EnvironmentBlock.OfKeys(Session, null).ApplyTo(environment).Keys);
    }

    [Theory]
    [InlineData("AWS_SDK_LOAD_CONFIG")]
    [InlineData("AWS_PROFILER")]
    [InlineData("MY_AWS_DEV_PROFILE")]
    [InlineData("AWS_LAMBDA_FUNCTION_NAME")]
    [InlineData("AMAZON_ASSOCIATE_TAG")]
    public void What_leads_to_no_identity_stays(string name)
    {
        var environment = Crowded();
        environment[name] = "1";
        Assert.Equal("1", EnvironmentBlock.OfKeys(Session, null).ApplyTo(environment)[name]);
    }

    [Fact]
    public void A_block_that_is_about_something_else_leaves_identities_alone() =>
        Assert.Equal("x", new EnvironmentBlock([], ["BROWSER"]).ApplyTo(new Dictionary<string, string> { ["AWS_DEV_PROFILE"] = "x" })["AWS_DEV_PROFILE"]);

    [Fact]
    public void A_block_names_variables_and_shows_no_value()
    {
        var text = EnvironmentBlock.OfKeys(Session, null).ToString();
        Assert.Contains("AWS_SECRET_ACCESS_KEY", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sk", text.Replace("AWS_SECRET_ACCESS_KEY", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("tok", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_of_a_credential_process_is_one_line_with_nothing_escaped_that_need_not_be()
    {
        Assert.Equal(
            "{\"Version\":1,\"AccessKeyId\":\"ASIA1\",\"SecretAccessKey\":\"a+b/c=<'&>\\\"\",\"SessionToken\":\"tok\",\"Expiration\":\"2026-07-01T13:00:00Z\",\"AccountId\":\"111111111111\"}\n",
            Encoding.UTF8.GetString(ProcessOutput.Write(new AwsCredentials("ASIA1", new Secret("a+b/c=<'&>\""), new Secret("tok"), End.ToOffset(TimeSpan.FromHours(2)).AddMilliseconds(999), "111111111111")).Span));
        Assert.Equal(
            "{\"Version\":1,\"AccessKeyId\":\"AKIA1\",\"SecretAccessKey\":\"sk\"}\n",
            Encoding.UTF8.GetString(ProcessOutput.Write(new AwsCredentials("AKIA1", new Secret("sk"))).Span));
    }

    // Written down here again: what leads any SDK or deploy tool to an identity ("Settings reference", SDKs and Tools Reference Guide;
    // the AMAZON_ and KEY names are those of old SDKs and tools).
    private static Dictionary<string, string> Crowded() => new[]
    {
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID",
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AMAZON_ACCESS_KEY_ID", "AMAZON_SECRET_ACCESS_KEY", "AMAZON_SESSION_TOKEN",
    }.ToDictionary(name => name, _ => "somebody else's").Append(new("PATH", "/bin")).ToDictionary();
}
