using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Lanyard.EndToEnd.Differences;

/// <summary>What stands in a profile.</summary>
internal sealed partial class StateGenerator
{
    private const string StartUrl = "https://d-1.awsapps.com/start";

    private readonly Dictionary<string, List<string>> _sessions = [];
    private int _programs;

    private List<string> Body(string name)
    {
        var body = new List<string>();
        var kinds = Chance(78) ? 1 : 2;
        for (var i = 0; i < kinds; i++)
        {
            body.AddRange(_random.Next(100) switch
            {
                < 27 => Keys(name),
                < 52 => RoleChain(name),
                < 60 => WebIdentity(name),
                < 74 => SignOn(name),
                < 90 => Process(),
                < 93 => ["login_session = arn:aws:iam::111111111111:user/me"],
                _ => [],
            });
        }

        if (Chance(12))
        {
            body.Insert(_random.Next(body.Count + 1), OneOf(
                "region = eu-west-1", "output = json", "retry_mode = fast", "retry_mode = standard", "use_fips_endpoint = yes", "use_fips_endpoint = false",
                "max_attempts = 3", "s3_use_arn_region = maybe", "cli_pager =", "sts_regional_endpoints = legacy", "endpoint_url = {MOCK}", "services = x"));
        }

        return body;
    }

    private List<string> Keys(string name)
    {
        var id = "AK" + string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        var lines = new List<string> { "aws_access_key_id = " + id, "aws_secret_access_key = sk" + id };
        if (Chance(20))
        {
            lines.Add(OneOf("aws_session_token = tk" + id, "aws_session_token =", "aws_security_token = tk" + id));
        }

        switch (_random.Next(20))
        {
            case 0:
                lines.RemoveAt(1);
                break;
            case 1:
                lines.RemoveAt(0);
                break;
            case 2:
                lines[_random.Next(2)] = OneOf("aws_access_key_id =", "aws_secret_access_key =");
                break;
            case 3:
                lines.Reverse();
                break;
        }

        return lines;
    }

    private List<string> RoleChain(string name)
    {
        var role = Chance(93) ? "R" + string.Concat(name.Where(char.IsAsciiLetterOrDigit)) : MockServices.RefusedRole;
        var lines = new List<string> { "role_arn = " + Role(role) };
        switch (_random.Next(20))
        {
            case < 13:
                lines.Add("source_profile = " + Source());
                break;
            case < 17:
                lines.Add("credential_source = " + Credential());
                break;
            case 17:
                lines.Add("source_profile = " + Source());
                lines.Add("credential_source = " + Credential());
                break;
            case 18:
                lines[0] = "source_profile = " + Source();
                break;
        }

        if (Chance(30))
        {
            lines.Add(OneOf(
                "external_id = e", "duration_seconds = 900", "duration_seconds = 1h", "role_session_name = me", "role_session_name =", "mfa_serial = arn:aws:iam::111111111111:mfa/me",
                "source_profile =", "credential_source =", "mfa_serial ="));
        }

        return lines;

        string Source() => Chance(92) ? OneOf([.. _names]) : OneOf("nope", "\"dev\"", "Dev", " default");

        string Credential() => OneOf("Environment", "Environment", "Ec2InstanceMetadata", "Ec2InstanceMetadata", "EcsContainer", "environment", "EC2INSTANCEMETADATA", "Bogus");
    }

    private List<string> WebIdentity(string name)
    {
        var lines = new List<string>
        {
            "role_arn = " + Role(Chance(92) ? "W" + string.Concat(name.Where(char.IsAsciiLetterOrDigit)) : MockServices.RefusedRole),
            "web_identity_token_file = " + OneOf(TokenFile("jwt2"), TokenFile("jwt2"), TokenFile("jwt2"), "{HOME}/no-jwt2", "~/jwt2"),
        };
        if (Chance(12))
        {
            lines.RemoveAt(_random.Next(2));
        }

        if (Chance(20))
        {
            lines.Add("role_session_name = me");
        }

        return lines;
    }

    private List<string> SignOn(string name)
    {
        var role = "S" + string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        var lines = new List<string> { "sso_account_id = 111111111111", "sso_role_name = " + role };
        if (Chance(50))
        {
            lines.Insert(0, "sso_start_url = " + StartUrl);
            lines.Insert(1, "sso_region = us-east-1");
            CacheToken(StartUrl, "legacytok");
        }
        else
        {
            var session = OneOf("corp", "corp", "corp", "other");
            lines.Insert(0, "sso_session = " + session);
            if (Chance(92))
            {
                _sessions[session] = ["sso_start_url = " + StartUrl, "sso_region = us-east-1", .. Chance(70) ? new[] { "sso_registration_scopes = sso:account:access" } : []];
            }

            if (Chance(15))
            {
                lines.Add(OneOf("sso_region = us-east-1", "sso_region = eu-west-1", "sso_start_url = " + StartUrl, "sso_start_url = https://d-2.awsapps.com/start"));
            }

            CacheToken(session, "sesstok");
        }

        if (Chance(12))
        {
            lines.RemoveAt(_random.Next(lines.Count));
        }

        return lines;
    }

    private void CacheToken(string key, string accessToken)
    {
        if (Chance(15))
        {
            return;
        }

        var token = new JsonObject
        {
            ["startUrl"] = StartUrl,
            ["region"] = "us-east-1",
            ["accessToken"] = Chance(92) ? accessToken : MockServices.BadToken,
            ["expiresAt"] = Chance(60) ? "{FUTURE}" : OneOf("{PAST}", "{PAST}", "{SOON}", "2099-01-01T00:00:00UTC", "2020-01-01T00:00:00UTC", "2099-01-01T00:00:00.000Z"),
        };
        if (Chance(45))
        {
            token["clientId"] = "c";
            token["clientSecret"] = "s";
            token["registrationExpiresAt"] = Chance(85) ? "{FUTURE}" : "{PAST}";
            token["refreshToken"] = Chance(75) ? MockServices.GoodRefresh : "badrefresh";
        }

        if (Chance(6))
        {
            token.Remove(OneOf("expiresAt", "accessToken", "region", "startUrl"));
        }

        // The SDKs find the token by this name: the documentation of sso-session says "a hash of the session name" (of the start URL for a legacy profile).
#pragma warning disable CA5350 // The name of a file, not a secret.
        var name = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key)));
#pragma warning restore CA5350
        _files[$".aws/sso/cache/{name}.json"] = Chance(97) ? token.ToJsonString() : OneOf("", "{", "[]", "null");
    }

    private List<string> Process()
    {
        if (Chance(8))
        {
            return ["credential_process = " + OneOf("{HOME}/no-program", "", "echo hello", "false")];
        }

        var path = OneOf("p{0}.sh", "p{0}.sh", "p{0}.sh", "my dir/p{0}.sh").Replace("{0}", (++_programs).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var fields = new JsonObject { ["Version"] = 1, ["AccessKeyId"] = "PROC" + _programs, ["SecretAccessKey"] = "s" };
        if (Chance(30))
        {
            fields["SessionToken"] = "t";
        }

        if (Chance(30))
        {
            fields["Expiration"] = OneOf("{FUTURE}", "{FUTURE}", "{SOON}", "{PAST}", "2099-01-01T00:00:00+00:00", "never", "");
        }

        if (Chance(20))
        {
            OneOf<Action>(
                () => _ = fields.Remove("Version"), () => fields["Version"] = 2, () => fields["Version"] = "1", () => fields.Remove("SecretAccessKey"),
                () => fields.Remove("AccessKeyId"), () => fields["SessionToken"] = null, () => fields["AccessKeyId"] = "", () => fields["Extra"] = new JsonArray(1))();
        }

        var output = Chance(94) ? fields.ToJsonString() : OneOf("", "nonsense", "[]", "null", "\uFEFF" + fields.ToJsonString());
        var exit = Chance(90) ? "" : "echo denied >&2\nexit 1\n";
        _files[path] = $"#!/bin/sh\necho run >> \"$HOME/proc.log\"\n{(Chance(90) ? "" : "echo careful >&2\n")}cat <<\"X\"\n{output}\nX\n{exit}";
        var full = "{HOME}/" + path;
        return ["credential_process = " + (Chance(75)
            ? path.Contains(' ', StringComparison.Ordinal) ? $"\"{full}\"" : full
            : OneOf(full, $"\"{full}\"", $"'{full}'", $"{full} a \"b c\"", "~/" + path, "$HOME/" + path, $"{full} | cat", $"X=1 {full}", $"sh {full}", full.Replace(" ", "\\ ", StringComparison.Ordinal), $"{full} # c"))];
    }
}
