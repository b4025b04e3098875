using System.Text.Json;
using Lanyard.Credentials;
using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources;

/// <summary>"IMDS credential provider", AWS SDKs and Tools Reference Guide: each variable goes before its setting in the profile.</summary>
public sealed class InstanceMetadataSettingsTests : IDisposable
{
    private readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Without_settings_the_usual_address_is_asked_once_for_a_second()
    {
        var source = Found();
        Assert.Equal(("http://169.254.169.254", true, 1.0, 1), (source.Endpoint.OriginalString, source.AllowsV1, source.TimeoutSeconds, source.Attempts));
        Assert.Equal(OnFailure.Next, _home.Plan().Candidates[0].OnFailure);
    }

    // chain cases a25, a28, a37: the AWS CLI compares the lower-case value with `true`.
    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", false)]
    [InlineData("yes", false)]
    [InlineData("False", false)]
    [InlineData("", false)]
    public void Only_true_switches_it_off(string value, bool off)
    {
        _home.Set(("AWS_EC2_METADATA_DISABLED", value));
        Assert.Equal(off, _home.Plan().Candidates.Count == 0);
        if (off)
        {
            Assert.Equal(new PassedOver("instanceMetadata", "AWS_EC2_METADATA_DISABLED is true"), _home.Plan().PassedOver[^1]);
        }
    }

    [Theory]
    [InlineData("ec2_metadata_service_endpoint = http://127.0.0.1:1", "", "", "http://127.0.0.1:1")]
    [InlineData("ec2_metadata_service_endpoint = http://127.0.0.1:1", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:2", "http://127.0.0.1:2")]
    [InlineData("ec2_metadata_service_endpoint = http://127.0.0.1:1", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6", "http://127.0.0.1:1")]
    [InlineData("ec2_metadata_service_endpoint_mode = ipv6", "", "", "http://[fd00:ec2::254]")]
    [InlineData("ec2_metadata_service_endpoint_mode = IPv6", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ipV4", "http://169.254.169.254")]
    public void The_address_is_the_environments_before_the_profiles_and_goes_before_the_mode(string line, string variable, string value, string expected)
    {
        _home.Config($"[default]\n{line}\n").Set((variable, value));
        Assert.Equal(expected, Found().Endpoint.OriginalString);
    }

    [Fact]
    public void Version_1_timeout_and_attempts_are_settings_too()
    {
        _home.Config("[default]\nec2_metadata_v1_disabled = true\nmetadata_service_timeout = 2.5\nmetadata_service_num_attempts = 4\n");
        Assert.Equal((false, 2.5, 4), (Found().AllowsV1, Found().TimeoutSeconds, Found().Attempts));
        _home.Set(("AWS_EC2_METADATA_V1_DISABLED", "false"), ("AWS_METADATA_SERVICE_TIMEOUT", "3"), ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "2"));
        Assert.Equal((true, 3.0, 2), (Found().AllowsV1, Found().TimeoutSeconds, Found().Attempts));
    }

    [Theory]
    [InlineData("ec2_metadata_service_endpoint = nowhere", ".aws/config:2")]
    [InlineData("ec2_metadata_service_endpoint_mode = IPv7", ".aws/config:2")]
    [InlineData("metadata_service_timeout = soon", ".aws/config:2")]
    [InlineData("metadata_service_num_attempts = 1.5", ".aws/config:2")]
    [InlineData("metadata_service_num_attempts = 0", ".aws/config:2")]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT=not a uri", "AWS_EC2_METADATA_SERVICE_ENDPOINT")]
    [InlineData("AWS_METADATA_SERVICE_TIMEOUT=-1", "AWS_METADATA_SERVICE_TIMEOUT")]
    public void A_setting_that_means_nothing_is_named_by_its_place(string setting, string place)
    {
        if (setting.StartsWith("AWS_", StringComparison.Ordinal))
        {
            var parts = setting.Split('=');
            _home.Set((parts[0], parts[1]));
        }

        _home.Config($"[default]\n{setting}\n");
        var e = Assert.Throws<CredentialsException>(() => _home.Plan());
        Assert.Equal(ErrorCodes.SettingInvalid, e.Code);
        Assert.Contains(place, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_may_be_assumed_with_the_instances_credentials_and_then_their_failure_is_the_answer()
    {
        _home.Config("[profile p]\nrole_arn = arn:aws:iam::1:role/R\ncredential_source = Ec2InstanceMetadata\nec2_metadata_service_endpoint = http://127.0.0.1:1\n");
        Assert.Equal(new Source.AssumeRole("arn:aws:iam::1:role/R", new Source.InstanceMetadata(new Uri("http://127.0.0.1:1"))), _home.SourceOf("p"));
        Assert.Equal(OnFailure.Stop, _home.Plan("p").Candidates[0].OnFailure);

        _home.Set(("AWS_EC2_METADATA_DISABLED", "true"));
        var e = Assert.Throws<CredentialsException>(() => _home.Plan("p"));
        Assert.Equal((ErrorCodes.InstanceMetadataFailed, "unset AWS_EC2_METADATA_DISABLED"), (e.Code, e.Fix));
        Assert.Contains(".aws/config:3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_vectors_hold()
    {
        using var published = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("imds-endpoint-tests.json")));
        var count = 0;
        foreach (var one in published.RootElement.GetProperty("tests").EnumerateArray())
        {
            // Some are about what is set in code, which has no counterpart here.
            if (one.TryGetProperty("endpoint_override", out _) || one.TryGetProperty("mode_override", out _))
            {
                continue;
            }

            count++;
            using var home = new TestHome();
            foreach (var file in one.GetProperty("fs").EnumerateObject())
            {
                home.Write(file.Name, file.Value.GetString()!);
            }

            foreach (var variable in one.GetProperty("env").EnumerateObject())
            {
                home.Set((variable.Name, variable.Name == "AWS_CONFIG_FILE" ? home[variable.Value.GetString()!] : variable.Value.GetString()!));
            }

            if (one.GetProperty("result").TryGetProperty("Ok", out var url))
            {
                Assert.Equal(url.GetString(), Assert.IsType<Source.InstanceMetadata>(home.SourceOf()).Endpoint.OriginalString + "/latest/api/token");
            }
            else
            {
                Assert.Equal(ErrorCodes.SettingInvalid, Assert.Throws<CredentialsException>(() => home.Plan()).Code);
            }
        }

        Assert.True(count >= 11);
    }

    private Source.InstanceMetadata Found() => Assert.IsType<Source.InstanceMetadata>(_home.SourceOf());
}
