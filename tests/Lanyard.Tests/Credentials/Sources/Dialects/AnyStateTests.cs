using Lanyard.Credentials.Sources;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>Thousands of states of a machine, made from a seed: a dialect answers in each, tells no secret, and names places that there are.</summary>
public class AnyStateTests
{
    private const string Secret = "VERYSECRET";

    private static readonly string[] Names = ["default", "a", "b", "c", "sso-session s", "nope"];

    private static readonly string[] Lines =
    [
        "aws_access_key_id = AK", "aws_secret_access_key = " + Secret, "aws_session_token = " + Secret, "role_arn = R", "source_profile = a", "source_profile = b",
        "source_profile = nope", "credential_source = Environment", "credential_source = EcsContainer", "credential_source = Ec2InstanceMetadata", "credential_source = x",
        "web_identity_token_file = /tok", "web_identity_token_file = /nope", "sso_session = s", "sso_region = x", "sso_start_url = u", "sso_account_id = 1",
        "sso_role_name = D", "login_session = l", "credential_process = p --secret " + Secret, "mfa_serial = m", "duration_seconds = 7200", "region = x", "role_arn =",
        "  indented = x", "# c", "", "aws_access_key_id =", "retry_mode = fast", "s3 =", "  a = b",
    ];

    private static readonly (string Name, string Value)[] Variables =
    [
        ("AWS_PROFILE", "a"), ("AWS_PROFILE", "nope"), ("AWS_PROFILE", ""), ("AWS_DEFAULT_PROFILE", "b"), ("AWS_ACCESS_KEY_ID", "ENV"),
        ("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Secret), ("AWS_WEB_IDENTITY_TOKEN_FILE", "/tok"), ("AWS_ROLE_ARN", "W"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/c"), ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", Secret),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", Secret + "\n"), ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_CONFIG_FILE", "/nope"), ("HOME", ""), ("AWS_REGION", ""),
    ];

    [Theory]
    [InlineData("go-v2")]
    [InlineData("rust")]
    public void A_dialect_answers_in_any_state(string dialect)
    {
        for (int seed = 0; seed < 4000; seed++)
        {
            var random = new Random(seed);
            var (config, credentials) = (File(random, "profile "), File(random, ""));
            var probe = new DialectProbe(dialect).File(DialectProbe.Config, config).File(DialectProbe.Credentials, credentials).File("/tok", Secret);
            for (int i = random.Next(5); i > 0; i--)
            {
                var (name, value) = Variables[random.Next(Variables.Length)];
                probe.Set(name, value);
            }

            probe.ExplicitProfile = random.Next(4) == 0 ? Names[random.Next(Names.Length)] : null;
            var plan = probe.Plan();
            Assert.True(plan.Candidates.Count <= 1 && (plan.Candidates.Count == 1) != (plan.Error is not null), $"seed {seed}: {plan.Candidates.Count} candidates and {plan.Error}");
            var told = string.Join('\n', plan.PassedOver) + plan.Error + string.Join('\n', plan.Candidates.Select(c => WithoutCommand(c.Source)));
            Assert.False(told.Contains(Secret, StringComparison.Ordinal), $"seed {seed}: {told}");
            foreach (var origin in plan.Candidates.SelectMany(c => Origins(c.Source)).Append(plan.Error?.At))
            {
                var lines = origin?.File switch { DialectProbe.Config => config, DialectProbe.Credentials => credentials, _ => null };
                Assert.True(lines is null || origin!.Line is null || origin.Line <= lines.Split('\n').Length, $"seed {seed}: {origin}");
            }
        }
    }

    private static string File(Random random, string prefix)
    {
        var lines = new List<string>();
        for (int i = random.Next(5); i > 0; i--)
        {
            var name = Names[random.Next(Names.Length)];
            lines.Add($"[{(name is "default" or "sso-session s" ? "" : prefix)}{name}]");
            for (int j = random.Next(7); j > 0; j--)
            {
                lines.Add(Lines[random.Next(Lines.Length)]);
            }
        }

        return string.Join('\n', lines);
    }

    // Every source of a chain says where it is from, but for a service that is asked because nothing is set.
    private static IEnumerable<Origin?> Origins(Source source)
    {
        Assert.True(source.Origin is not null || source is Source.InstanceMetadata, source.ToString());
        return source is Source.AssumeRole role ? Origins(role.From).Append(source.Origin) : [source.Origin];
    }

    // The command line is the user's own text, and a plan repeats it.
    private static string WithoutCommand(Source source) => source switch
    {
        Source.Process => "",
        Source.AssumeRole role => WithoutCommand(role.From),
        _ => source.ToString(),
    };
}
