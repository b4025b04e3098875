using System.Globalization;
using Lanyard.Aws.Protocols;

namespace Lanyard.Credentials.Sources;

/// <summary>
/// Writes a source as JSON and reads it back. One form serves the session key and the plans that <c>exec</c> leaves for its
/// child; it holds no secret, since a source holds none.
/// </summary>
public static class SourceJson
{
    /// <summary>Writes a source as an object on one line.</summary>
    public static string Write(Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var json = new JsonLine().Add("source", source.Kind);
        switch (source)
        {
            case Source.Environment keys:
                json.Add("accessKeyId", keys.AccessKeyId);
                break;
            case Source.StaticKeys keys:
                json.Add("profile", keys.Profile).Add("file", keys.File).Add("accessKeyId", keys.AccessKeyId);
                break;
            case Source.VaultKeys keys:
                json.Add("profile", keys.Profile).Add("entry", keys.Entry).AddOptional("accessKeyId", keys.AccessKeyId);
                break;
            case Source.AssumeRole role:
                json.Add("roleArn", role.RoleArn)
                    .AddOptional("roleSessionName", role.RoleSessionName)
                    .AddOptional("externalId", role.ExternalId)
                    .AddOptional("mfaSerial", role.MfaSerial)
                    .AddOptional("sourceIdentity", role.SourceIdentity);
                AddPolicies(json, role.Policies);
                AddCodes(json, role.MfaCodes);
                AddDuration(json, role.DurationSeconds);
                json.AddJson("from", Write(role.From));
                break;
            case Source.MfaSession session:
                json.Add("serialNumber", session.SerialNumber);
                AddCodes(json, session.Codes);
                AddDuration(json, session.DurationSeconds);
                json.AddJson("from", Write(session.From));
                break;
            case Source.WebIdentity web:
                json.Add("roleArn", web.RoleArn)
                    .AddOptional("tokenFile", (web.Token as IdentityToken.InFile)?.Path)
                    .AddOptional("tokenVariable", (web.Token as IdentityToken.InVariable)?.Name)
                    .AddOptional("tokenRequest", (web.Token as IdentityToken.OfGitHub)?.Url.OriginalString)
                    .AddOptional("roleSessionName", web.RoleSessionName);
                AddPolicies(json, web.Policies);
                AddDuration(json, web.DurationSeconds);
                break;
            case Source.SsoRole sso:
                json.AddOptional("session", sso.SignIn.SessionName)
                    .Add("startUrl", sso.SignIn.StartUrl)
                    .Add("ssoRegion", sso.SignIn.Region)
                    .Add("scopes", sso.SignIn.Scopes)
                    .Add("accountId", sso.AccountId)
                    .Add("roleName", sso.RoleName);
                break;
            case Source.Process process:
                json.Add("profile", process.Profile).Add("commandLine", process.CommandLine);
                break;
            case Source.LoginSession login:
                json.Add("profile", login.Profile).Add("session", login.Session);
                break;
            case Source.InstanceMetadata metadata:
                json.Add("endpoint", metadata.Endpoint.OriginalString)
                    .AddOptional("versions", metadata.AllowsV1 ? "1,2" : null)
                    .Add("timeout", metadata.TimeoutSeconds.ToString("R", CultureInfo.InvariantCulture))
                    .AddJson("attempts", metadata.Attempts.ToString(CultureInfo.InvariantCulture));
                break;
            case Source.Container container:
                json.Add("url", container.Url.OriginalString).AddOptional("tokenVariable", container.TokenVariable);
                break;
            default:
                throw new InvalidOperationException($"no JSON form for {source.Kind}");
        }

        return json.End();
    }

    /// <summary>Reads a source back.</summary>
    /// <exception cref="FormatException">The object is no source that <see cref="Write"/> wrote.</exception>
    public static Source Read(JsonFields json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Need("source") switch
        {
            "environment" => new Source.Environment(Need("accessKeyId")),
            "static" => new Source.StaticKeys(Need("profile"), Need("file"), Need("accessKeyId")),
            "vault" => new Source.VaultKeys(Need("profile"), Need("entry"), json.Text("accessKeyId")),
            "assumeRole" => new Source.AssumeRole(Need("roleArn"), Read(json.Object("from")))
            {
                RoleSessionName = json.Text("roleSessionName"),
                ExternalId = json.Text("externalId"),
                MfaSerial = json.Text("mfaSerial"),
                DurationSeconds = json.Number("durationSeconds"),
                SourceIdentity = json.Text("sourceIdentity"),
                Policies = ReadPolicies(json),
                MfaCodes = ReadCodes(json),
            },
            "mfaSession" => new Source.MfaSession(Need("serialNumber"), Read(json.Object("from")))
            {
                DurationSeconds = json.Number("durationSeconds"),
                Codes = ReadCodes(json),
            },
            "webIdentity" => new Source.WebIdentity(Need("roleArn"), ReadToken(json), json.Text("roleSessionName"))
            {
                Policies = ReadPolicies(json),
                DurationSeconds = json.Number("durationSeconds"),
            },
            "sso" => new Source.SsoRole(
                new SsoSignIn(json.Text("session"), Need("startUrl"), Need("ssoRegion"), Need("scopes")), Need("accountId"), Need("roleName")),
            "process" => new Source.Process(Need("profile"), Need("commandLine")),
            "loginSession" => new Source.LoginSession(Need("profile"), Need("session")),
            "instanceMetadata" => new Source.InstanceMetadata(new Uri(Need("endpoint")))
            {
                AllowsV1 = json.Text("versions") is not null,
                TimeoutSeconds = double.TryParse(Need("timeout"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600
                    ? seconds
                    : throw new FormatException("no timeout"),
                Attempts = json.Number("attempts") is { } attempts and > 0 ? attempts : throw new FormatException("no attempts"),
            },
            "container" => new Source.Container(new Uri(Need("url")), json.Text("tokenVariable")),
            var other => throw new FormatException($"unknown source `{other}`"),
        };

        string Need(string name) => json.Text(name) ?? throw new FormatException($"the source lacks `{name}`");
    }

    private static void AddDuration(JsonLine json, int? seconds)
    {
        if (seconds is { } known)
        {
            json.AddJson("durationSeconds", known.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void AddCodes(JsonLine json, MfaCodes? codes)
    {
        if (codes is not null)
        {
            json.Add("codesOf", codes.Profile)
                .Add("codesBy", codes.Way switch { MfaCodeWay.Program => "program", MfaCodeWay.Seed => "seed", _ => "person" });
        }
    }

    private static MfaCodes? ReadCodes(JsonFields json) => json.Text("codesOf") is not { } profile
        ? null
        : new MfaCodes(profile, json.Text("codesBy") switch
        {
            "program" => MfaCodeWay.Program,
            "seed" => MfaCodeWay.Seed,
            "person" => MfaCodeWay.SeedWithheld,
            _ => throw new FormatException("unknown way to get codes"),
        });

    private static void AddPolicies(JsonLine json, SessionPolicies? policies)
    {
        if (policies is not null)
        {
            json.AddOptional("policy", policies.Inline).AddOptional("policyArns", policies.Arns);
        }
    }

    private static SessionPolicies? ReadPolicies(JsonFields json) => (json.Text("policy"), json.Text("policyArns")) switch
    {
        (null, null) => null,
        var (inline, arns) => new SessionPolicies(inline, arns),
    };

    private static IdentityToken ReadToken(JsonFields json) =>
        json.Text("tokenFile") is { } file ? new IdentityToken.InFile(file)
        : json.Text("tokenVariable") is { } variable ? new IdentityToken.InVariable(variable)
        : json.Text("tokenRequest") is { } url ? new IdentityToken.OfGitHub(new Uri(url))
        : throw new FormatException("the source lacks its token's place");
}
