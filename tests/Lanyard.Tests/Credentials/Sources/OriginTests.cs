using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>Every source of a plan says where the setting stands that leads to it.</summary>
public sealed class OriginTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("aws_access_key_id = AK\naws_secret_access_key = sk\n", 2)]
    [InlineData("region = eu-west-1\ncredential_process = p\n", 3)]
    [InlineData("region = eu-west-1\nlogin_session = arn:aws:iam::1:user/u\n", 3)]
    [InlineData("sso_start_url = https://a/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = D\n", 4)]
    [InlineData("role_arn = arn:aws:iam::1:role/R\nweb_identity_token_file = /t\n", 3)]
    [InlineData("role_arn = arn:aws:iam::1:role/R\nweb_identity_token_variable = TOKEN\n", 3)]
    [InlineData("region = eu-west-1\nrole_arn = arn:aws:iam::1:role/R\ncredential_source = Ec2InstanceMetadata\n", 3)]
    public void A_source_of_a_profile_names_profile_file_and_line(string settings, int line)
    {
        _home.Config($"[profile p]\n{settings}");
        Assert.Equal(new Origin("p", _home.ConfigFile, line), Source("p").Origin);
        Assert.Equal($"{_home.ConfigFile}:{line}", Source("p").Origin!.ToString());
    }

    [Fact]
    public void A_source_of_the_environment_names_its_variable()
    {
        Assert.Null(Source().Origin);
        _home.Set(("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"));
        Assert.Equal(Origin.OfVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT"), Source().Origin);
        _home.Set(("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/c"));
        Assert.Equal(Origin.OfVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI"), Source().Origin);
        _home.Set(("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"));
        Assert.Equal(Origin.OfVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), Source().Origin);
        _home.Set(("AWS_ROLE_ARN", "arn:aws:iam::1:role/R"), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/t"));
        Assert.Equal(Origin.OfVariable("AWS_WEB_IDENTITY_TOKEN_FILE"), Source().Origin);
        _home.Set(("AWS_ACCESS_KEY_ID", "AK"), ("AWS_SECRET_ACCESS_KEY", "sk"));
        Assert.Equal(Origin.OfVariable("AWS_ACCESS_KEY_ID"), Source().Origin);
    }

    [Fact]
    public void Every_hop_of_a_chain_names_its_own_place()
    {
        _home.Config("[profile top]\nrole_arn = arn:aws:iam::1:role/T\nsource_profile = mid\n[profile mid]\nrole_arn = arn:aws:iam::1:role/M\nsource_profile = base\n")
            .Credentials("[base]\naws_access_key_id = AK\naws_secret_access_key = sk\n");
        var top = Assert.IsType<Source.AssumeRole>(Source("top"));
        var mid = Assert.IsType<Source.AssumeRole>(top.From);
        Assert.Equal(
            [$"{_home.ConfigFile}:2", $"{_home.ConfigFile}:5", $"{_home.CredentialsFile}:2"],
            new[] { top.Origin, mid.Origin, mid.From.Origin }.Select(o => o!.ToString()));
    }

    [Fact]
    public void Where_a_setting_stands_is_no_part_of_what_a_session_is_found_by()
    {
        _home.Config("[profile p]\nrole_arn = arn:aws:iam::1:role/R\nweb_identity_token_file = /t\n");
        var before = SourceJson.Write(Source("p"));
        _home.Config("# a comment\n\n[profile p]\nrole_arn = arn:aws:iam::1:role/R\nweb_identity_token_file = /t\n");
        Assert.Equal(before, SourceJson.Write(Source("p")));
    }

    private Source Source(string? profile = null) => Assert.Single(_home.Plan(profile).Candidates).Source;
}
