using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>The order of the AWS SDK for .NET, where it stops, and where it looks for the files.</summary>
public class DotNetDialectTests
{
    private const string Keys = "aws_access_key_id = AK\naws_secret_access_key = SK\n";
    private const string Default = $"[default]\n{Keys}";

    [Fact]
    public void Keys_of_the_environment_go_first()
    {
        var machine = new MemoryMachine().Credentials(Default).Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_KEY", "s").Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/jwt").Set("AWS_ROLE_ARN", "r");
        var keys = Assert.IsType<Source.Environment>(machine.Source());
        Assert.Equal(("ENV", "AWS_SECRET_KEY", true), (keys.AccessKeyId, keys.SecretVariable, keys.AcceptsExpired));
        Assert.Equal(["AWS_SESSION_TOKEN"], keys.TokenVariables);
        Assert.Equal("AWS_ACCESS_KEY_ID", keys.Origin!.Variable);
    }

    [Fact]
    public void Half_a_key_in_the_environment_is_passed_over()
    {
        var machine = new MemoryMachine().Credentials(Default).Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "");
        Assert.IsType<Source.StaticKeys>(machine.Source());
        Assert.Equal("AWS_ACCESS_KEY_ID is set, but neither AWS_SECRET_ACCESS_KEY nor AWS_SECRET_KEY", machine.Reason("environment"));
    }

    [Fact]
    public void A_web_identity_of_the_environment_goes_before_the_profile()
    {
        var web = Assert.IsType<Source.WebIdentity>(new MemoryMachine().Credentials(Default).File("/jwt", "t")
            .Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/jwt").Set("AWS_ROLE_ARN", "arn:r").Source());
        Assert.Equal(("arn:r", "AWS_WEB_IDENTITY_TOKEN_FILE"), (web.RoleArn, web.Origin!.Variable));
    }

    [Fact]
    public void A_web_identity_whose_token_is_missing_is_the_end()
    {
        var plan = new MemoryMachine().Credentials(Default).Set("AWS_WEB_IDENTITY_TOKEN_FILE", "/jwt").Set("AWS_ROLE_ARN", "arn:r").Plan();
        Assert.Equal("A token could not be loaded from the WebIdentityTokenFile.", plan.Error!.Message);
        Assert.Empty(plan.Candidates);
    }

    [Theory]
    [InlineData("jwt", "arn:r", "", "AWS_WEB_IDENTITY_TOKEN_FILE is not an absolute path")]
    [InlineData("/jwt", "", "", "AWS_ROLE_ARN is not set")]
    [InlineData("/jwt", "arn:r", "no good", "AWS_ROLE_SESSION_NAME can't be a session's name")]
    public void A_web_identity_that_can_not_be_made_is_passed_over(string file, string role, string session, string reason)
    {
        var machine = new MemoryMachine().Credentials(Default).Set("AWS_WEB_IDENTITY_TOKEN_FILE", file).Set("AWS_ROLE_ARN", role).Set("AWS_ROLE_SESSION_NAME", session);
        Assert.IsType<Source.StaticKeys>(machine.Source());
        Assert.Equal(reason, machine.Reason("webIdentity"));
    }

    [Fact]
    public void A_profile_that_AWS_PROFILE_names_and_nobody_has_is_the_end()
    {
        var plan = new MemoryMachine().Credentials(Default).Set("AWS_PROFILE", " default ").Plan();
        Assert.Equal(("Unable to find the \" default \" profile.", "AWS_PROFILE"), (plan.Error!.Message, plan.Error.At!.Variable));
        Assert.Empty(plan.Candidates);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_blank_AWS_PROFILE_is_default(string name) => Assert.Equal("AK", new MemoryMachine().Credentials(Default).Set("AWS_PROFILE", name).Keys().AccessKeyId);

    [Fact]
    public void Without_a_default_profile_the_metadata_service_is_asked_version_2_alone()
    {
        var plan = new MemoryMachine().Set("AWS_EC2_METADATA_DISABLED", "1").Plan();
        var candidate = Assert.Single(plan.Candidates);
        Assert.Equal(OnFailure.Next, candidate.OnFailure);
        Assert.False(Assert.IsType<Source.InstanceMetadata>(candidate.Source).AllowsV1);
        Assert.Equal(["environment", "webIdentity", "static", "container"], plan.PassedOver.Select(p => p.Source));
        Assert.Equal(
            """
            Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors:

            Exception 1 of 4: The environment variables AWS_ACCESS_KEY_ID/AWS_SECRET_ACCESS_KEY/AWS_SESSION_TOKEN were not set with AWS credentials.
            Exception 2 of 4: The webIdentityTokenFile must be an absolute path. (Parameter 'webIdentityTokenFile')
            Exception 3 of 4: Unable to find the "default" profile.
            Exception 4 of 4: Failed to connect to EC2 instance metadata to retrieve credentials: Unable to get IAM security credentials from EC2 Instance Metadata Service..

            """.ReplaceLineEndings("\n"),
            plan.Error!.Message);
    }

    [Fact]
    public void The_metadata_service_is_left_alone_where_that_is_said()
    {
        var machine = new MemoryMachine().Set("AWS_EC2_METADATA_DISABLED", "TRUE");
        Assert.Empty(machine.Plan().Candidates);
        Assert.Equal("AWS_EC2_METADATA_DISABLED is true", machine.Reason("instanceMetadata"));
    }

    [Fact]
    public void The_metadata_service_is_where_the_environment_says_or_else_the_profile()
    {
        var machine = new MemoryMachine().Config("[default]\nec2_metadata_service_endpoint = http://10.0.0.1\n");
        Assert.Equal(new Uri("http://10.0.0.1"), Assert.IsType<Source.InstanceMetadata>(Assert.Single(machine.Plan().Candidates).Source).Endpoint);
        machine.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://10.0.0.2");
        Assert.Equal(new Uri("http://10.0.0.2"), Assert.IsType<Source.InstanceMetadata>(Assert.Single(machine.Plan().Candidates).Source).Endpoint);
    }

    [Fact]
    public void A_container_is_asked_instead_of_the_metadata_service()
    {
        var machine = new MemoryMachine().Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x").Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://x/").Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t");
        var container = Assert.IsType<Source.Container>(machine.Source());
        Assert.Equal((new Uri("http://169.254.170.2/v2/x"), "AWS_CONTAINER_AUTHORIZATION_TOKEN"), (container.Url, container.TokenVariable));
    }

    [Theory]
    [InlineData("http://10.255.255.1/x", "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host 10.255.255.1, which may not be asked over plain http")]
    [InlineData("nowhere", "AWS_CONTAINER_CREDENTIALS_FULL_URI is no address")]
    public void A_container_that_may_not_be_asked_is_the_end(string url, string reason)
    {
        var machine = new MemoryMachine().Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
        Assert.Empty(machine.Plan().Candidates);
        Assert.Equal(reason, machine.Reason("container"));
    }

    [Fact]
    public void A_container_whose_token_file_is_missing_is_the_end()
    {
        var plan = new MemoryMachine().Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://x/").Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/none").Plan();
        Assert.Equal("Unable to retrieve credentials. Message = \"Could not find file '/none'.\"", plan.Error!.Message);
    }

    [Fact]
    public void A_profile_given_in_code_is_asked_alone()
    {
        var machine = new MemoryMachine().Credentials($"[p]\n{Keys}").Set("AWS_ACCESS_KEY_ID", "ENV").Set("AWS_SECRET_ACCESS_KEY", "s");
        Assert.IsType<Source.StaticKeys>(machine.Source("p"));
        Assert.Equal("Unable to find the \"q\" profile specified in the client configuration.", machine.Plan("q").Error!.Message);
    }

    [Theory]
    [InlineData("/x/creds", "/x/config")]
    [InlineData("creds", "config")]
    public void Without_a_variable_the_config_file_is_beside_the_credentials_file(string credentials, string config)
    {
        var machine = new MemoryMachine().Set("AWS_SHARED_CREDENTIALS_FILE", credentials).File(credentials, "").File(config, Default).Config("[default]\nregion = eu-north-1\n");
        Assert.Equal(config, Assert.IsType<Source.StaticKeys>(machine.Source()).File);
    }

    [Fact]
    public void A_variable_whose_file_is_missing_does_not_count_and_a_tilde_means_nothing()
    {
        var machine = new MemoryMachine().Credentials(Default).File("/home/me/x", "").Set("AWS_SHARED_CREDENTIALS_FILE", "~/x").Set("AWS_CONFIG_FILE", "/none").Config("[default]\nregion = eu-north-1\n");
        Assert.Equal(MemoryMachine.CredentialsFile, Assert.IsType<Source.StaticKeys>(machine.Source()).File);
        machine.Environment.Remove("AWS_REGION");
        Assert.Equal("eu-north-1", machine.Plan().Region);
    }

    [Fact]
    public void A_region_that_can_not_be_one_ends_what_needs_STS()
    {
        var plan = new MemoryMachine().Credentials($"[default]\nrole_arn = r\nsource_profile = b\n[b]\n{Keys}").Set("AWS_REGION", "no where").Plan();
        Assert.Equal(("The specified 'no where' region is not a valid hostname component.", "AWS_REGION"), (plan.Error!.Message, plan.Error.At!.Variable));
    }
}
