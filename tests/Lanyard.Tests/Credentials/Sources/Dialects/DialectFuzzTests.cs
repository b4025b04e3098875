using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Tests.Credentials.Sources.Dialects;

/// <summary>
/// Every dialect over files that nobody would write: whatever is in them, there is a plan, and it comes in time. A few thousand files
/// here; <c>LANYARD_FUZZ_SECONDS</c> and <c>LANYARD_FUZZ_SEED</c> make a long run of it, as docs/development.md says.
/// </summary>
public sealed class DialectFuzzTests
{
    private const int HostileBytes = 2 * 1024 * 1024;
    private const string Secret = "wJalrXUtnFEMIsecretsecret";

    private static readonly string[] Fragments =
    [
        "[default]", "[profile p]", "[p]", "[profile \"p\"]", "[ profile p ]", "[profile  p]", "[DEFAULT]", "[sso-session s]", "[services v]", "[profile", "[]", "[[x]]", "[profile default] # c", "[p];c",
        "aws_access_key_id = AKIA", "\naws_secret_access_key = " + Secret, "\naws_session_token=" + Secret, "role_arn = arn:aws:iam::111111111111:role/r", "source_profile = p", "source_profile = default",
        "credential_source = Environment", "credential_source = Ec2InstanceMetadata", "credential_process = /bin/true", "credential_process = \"/a b/c\" 'd", "sso_session = s", "sso_account_id = 1", "sso_role_name = r",
        "sso_start_url = https://x/", "sso_region = eu-west-1", "login_session = arn:aws:iam::1:user/u", "web_identity_token_file = /nowhere", "mfa_serial = m", "duration_seconds = 1h", "region = x # c", "services = v",
        "s3 =", "  max = 1", "  [x]", "\t# c", "# c", "; c", "key : value", "= v", "k =", "garbage", "use_fips_endpoint = yes", "retry_mode = fast", "k = v\\", "ü = ü", "\u00a0x = y", "a\u2028b = c", "\0 = \0", "\uFEFF[default]",
    ];

    private static readonly string[] Ends = ["\n", "\n", "\n", "\r\n", "\r", "", "\n\n", " \n"];

    private static readonly string[] Variables =
    [
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_EC2_METADATA_DISABLED",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_SDK_LOAD_CONFIG", "AWS_REGION", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    ];

    private static readonly string[] Values = ["", " ", "p", "default", "true", "1", "AKIA", "/nowhere", "http://127.0.0.1:1/x", "http://[", "::", "https://x/\r\ny", "\u0130", "nope"];

    public static TheoryData<string> Names { get; } = [.. Dialect.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_is_in_the_files_there_is_a_plan_and_no_secret_in_it(string name)
    {
        var (seed, duration) = (Setting("LANYARD_FUZZ_SEED", 20_261_127), TimeSpan.FromSeconds(Setting("LANYARD_FUZZ_SECONDS", 0)));
        var dialect = Dialect.Find(name)!;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 3000 || clock.Elapsed < duration; round++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + round));
            var damaged = random.Next(3) == 0;
            var (config, credentials, environment) = (File(random, damaged), File(random, damaged), EnvironmentOf(random));
            try
            {
                var plan = dialect.Plan(Machine(config, credentials, environment, random.Next(4) == 0 ? "p" : null));
                var said = string.Join('\n', plan.PassedOver.Select(p => p.Reason).Append(plan.Error?.Message ?? ""));

                // Damage may put a secret on the line of another setting, such as a profile's name, which messages show.
                Assert.True(damaged || !said.Contains(Secret, StringComparison.Ordinal), $"{name}, seed {seed}, round {round} shows a secret: {said}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{name}, seed {seed}, round {round}: {e}");
            }
        }
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(Names))]
    public async Task Megabytes_of_anything_are_read_or_refused(string name)
    {
        var dialect = Dialect.Find(name)!;
        foreach (var line in new[] { "[profile a{0}]\n", "[a]\n", "[default]\nk=v\n", "k{0} = v\n", "  more {0}\n", "# {0}\n", "[[[[]]]][[[[\n", " \t \t \t\n", "=", "[", "\"", "\\", "a b ", " #", "\r" })
        {
            await Task.Yield();
            var text = new StringBuilder("[default]\nregion = v\n", HostileBytes + 100);
            for (var i = 0; text.Length < HostileBytes; i++)
            {
                text.Append(line.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            _ = dialect.Plan(Machine(bytes, bytes, new Dictionary<string, string> { ["HOME"] = "/home/u" }, null));
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static DialectMachine Machine(byte[] config, byte[] credentials, Dictionary<string, string> environment, string? profile) => new(
        environment,
        path => path.EndsWith("config", StringComparison.Ordinal) ? new MachineFile(MachineFileState.Read, SharedConfigText.FromBytes(config))
            : path.EndsWith("credentials", StringComparison.Ordinal) ? new MachineFile(MachineFileState.Read, SharedConfigText.FromBytes(credentials))
            : MachineFile.Missing,
        profile, IsWindows: false, new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    private static byte[] File(Random random, bool damaged)
    {
        var text = new StringBuilder();
        for (var lines = random.Next(14); lines > 0; lines--)
        {
            text.Append(Fragments[random.Next(Fragments.Length)]).Append(Ends[random.Next(Ends.Length)]);
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString()).ToList();
        for (var changes = damaged ? random.Next(6) : 0; changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.RemoveAt(at); break;
            }
        }

        return random.Next(20) == 0 ? [0xFF, 0xFE, .. bytes] : [.. bytes];
    }

    private static Dictionary<string, string> EnvironmentOf(Random random)
    {
        var environment = new Dictionary<string, string> { ["HOME"] = "/home/u" };
        for (var count = random.Next(5); count > 0; count--)
        {
            environment[Variables[random.Next(Variables.Length)]] = Values[random.Next(Values.Length)];
        }

        if (random.Next(50) == 0)
        {
            environment.Remove("HOME");
        }

        return environment;
    }

#pragma warning disable RS0030 // How long to fuzz is no input of the product.
    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
#pragma warning restore RS0030
}
