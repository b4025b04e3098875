using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Aws.Wire;
using Lanyard.Cli.Edge;
using Lanyard.Credentials;
using Lanyard.Credentials.Sessions;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.SignIn;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;
using Lanyard.Credentials.Sources.Run;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>
/// The rig in which the measured cases stood: servers whose access key ids spell out the way that led to them (<c>AR.Role.via.SRC</c>).
/// It says nothing about how AWS behaves; that is the sandbox's part.
/// </summary>
internal sealed class MeasurementRig : IDisposable
{
    private const string Mock = "http://127.0.0.1:4999";

    private readonly TestHome _home = new();

    public MeasurementRig(JsonElement measured)
    {
        var bytes = measured.GetProperty("name").GetString() is "g42-latin1" or "g51-utf16" ? Encoding.Latin1 : new UTF8Encoding(false);
        foreach (var file in measured.GetProperty("files").EnumerateObject())
        {
            var path = _home.Write(file.Name, "");
            File.WriteAllBytes(path, bytes.GetBytes(Fill(file.Value.GetString()!)));
            if (!OperatingSystem.IsWindows() && path.EndsWith(".sh", StringComparison.Ordinal))
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        _home.Set(("PATH", "/usr/bin:/bin"), ("AWS_REGION", "us-east-1"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", Mock));
        foreach (var service in new[] { "STS", "SSO", "SSO_OIDC" })
        {
            _home.Set(($"AWS_ENDPOINT_URL_{service}", Mock));
        }

        foreach (var variable in measured.GetProperty("env").EnumerateObject())
        {
            _home.Set((variable.Name, Fill(variable.Value.GetString()!)));
        }
    }

    /// <summary>What STS was asked for, by parameter.</summary>
    public List<IReadOnlyList<KeyValuePair<string, string>>> StsCalls { get; } = [];

    public int ProcessRuns => File.Exists(_home["proc.log"]) ? File.ReadAllLines(_home["proc.log"]).Length : 0;

    /// <summary>Gives the access key id that the lanyard dialect ends with, or <c>error CODE</c>.</summary>
    public async Task<string> ResolveAsync(string? explicitProfile)
    {
        try
        {
            var machine = _home.Machine(explicitProfile);
            var plan = LanyardPlanner.Plan(machine);
            machine.Files.TryGetProfile(plan.Profile ?? "", out var profile);
            using var http = new HttpMessageInvoker(new WireMessageHandler(AnswerAsync));
            var client = new WireClient(http, TimeProvider.System, new RetryPolicy(1, new Random(1)), TimeSpan.FromMinutes(1));
            var surroundings = new Surroundings(_home.Environment, _home.Path, Stream.Null, TextWriter.Null, TimeProvider.System);
            var context = new SourceContext(
                machine, client, EndpointSettingsReader.Read(machine, profile), new SessionStore(_home["sessions"], TimeProvider.System),
                new SsoTokenCache(_home[".aws"]), new CredentialProcessRunner(surroundings).RunAsync);
            return (await new CredentialResolver(context).ResolveAsync(plan, TestContext.Current.CancellationToken)).AccessKeyId;
        }
        catch (CredentialsException e)
        {
            return $"error {e.Code}";
        }
        catch (Lanyard.Credentials.SharedConfig.SharedConfigException)
        {
            return $"error {ErrorCodes.ConfigInvalid}";
        }
    }

    /// <summary>Plans and runs a case by the rules of a dialect.</summary>
    public async Task<MeasuredAnswer> ResolveAsync(Dialect dialect, string? explicitProfile)
    {
        _home.Set(("AWS_ENDPOINT_URL_SIGNIN", Mock));
        if (dialect.Name == "js-v2-load-config" && !_home.Environment.ContainsKey("AWS_SDK_LOAD_CONFIG"))
        {
            // So the column was measured: with the variable, and with an empty config file where the case had none.
            _home.Set(("AWS_SDK_LOAD_CONFIG", "1"));
            if (!File.Exists(_home.ConfigFile))
            {
                _home.Config("");
            }
        }

        var plan = dialect.Plan(new DialectMachine(_home.Environment, DialectMachine.OpenOnce(), explicitProfile, IsWindows: false, TimeProvider.System.GetUtcNow()));
        try
        {
            var machine = new MachineState(_home.Environment, NoFiles, explicitProfile);
            using var http = new HttpMessageInvoker(new WireMessageHandler(AnswerAsync));
            var client = new WireClient(http, TimeProvider.System, new RetryPolicy(1, new Random(1)), TimeSpan.FromMinutes(1));
            var surroundings = new Surroundings(_home.Environment, _home.Path, Stream.Null, TextWriter.Null, TimeProvider.System);
            var context = new SourceContext(
                machine, client, EndpointSettingsReader.Read(machine, null), new SessionStore(_home["sessions"], TimeProvider.System),
                new SsoTokenCache(_home[".aws"]), new CredentialProcessRunner(surroundings).RunAsync)
            {
                ReadKeys = plan.ReadKeys,
            };
            var credentials = await new CredentialResolver(context).ResolveAsync(plan.ToPlan(), TestContext.Current.CancellationToken);
            return new MeasuredAnswer(credentials.AccessKeyId, credentials.SessionToken is not null, null);
        }
        catch (CredentialsException e)
        {
            return new MeasuredAnswer(null, false, e.Code == ErrorCodes.NoCredentials && plan.Error is { } error ? error.Message : $"{e.Code}: {e.Message}");
        }
    }

    /// <summary>The case's state as a dialect looks at it.</summary>
    public DialectMachine Machine(string? explicitProfile) =>
        new(_home.Environment, DialectMachine.OpenOnce(), explicitProfile, IsWindows: false, TimeProvider.System.GetUtcNow());

    /// <summary>A text with the home folder as the measured answers have it.</summary>
    public string WithTilde(string text) => text.Replace(_home.Path, "~", StringComparison.Ordinal);

    public void Dispose() => _home.Dispose();

    private static SharedConfigSnapshot NoFiles { get; } = SharedConfigSnapshot.Load(new SharedConfigLocations("", ""));

    private string Fill(string text)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return text.Replace("{HOME}", _home.Path, StringComparison.Ordinal).Replace("{MOCK}", Mock, StringComparison.Ordinal)
            .Replace("{PAST}", Time(now.AddHours(-2)), StringComparison.Ordinal)
            .Replace("{FUTURE}", Time(now.AddHours(2)), StringComparison.Ordinal)
            .Replace("{SOON}", Time(now.AddMinutes(10)), StringComparison.Ordinal);

        static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private async ValueTask<WireResponse> AnswerAsync(WireRequest request, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetString((await request.ReadBodyAsync(1 << 20, cancellationToken)).Span);
        return request.Path switch
        {
            "/latest/api/token" when request.Method == "PUT" => WireResponse.OfText(200, "text/plain", "metadata-token"),
            "/latest/meta-data/iam/security-credentials/" => WireResponse.OfText(200, "text/plain", "instance-role"),
            "/latest/meta-data/iam/security-credentials/instance-role" =>
                Json("""{"Code":"Success","AccessKeyId":"IMDS","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"""),
            "/container" => Json($$"""{"AccessKeyId":"CONTAINER{{(request.Headers.Get("Authorization") is { } sent ? "." + sent : "")}}","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"""),
            "/federation/credentials" => Portal(request.Headers.Get("x-amz-sso_bearer_token")!, QueryString.Parse(request.Query)),
            "/token" => body.Contains("\"goodrefresh\"", StringComparison.Ordinal)
                ? Json("""{"accessToken":"refreshed","expiresIn":28800}""")
                : Json("""{"error":"invalid_grant"}""", 400).With("X-Amzn-ErrorType", "InvalidGrantException"),
            "/" => Sts(request, QueryString.Parse(body)),
            _ => Json("{}", 404),
        };
    }

    private static WireResponse Portal(string token, IReadOnlyList<KeyValuePair<string, string>> query) => token == "badtoken"
        ? Json("{}", 401).With("X-Amzn-ErrorType", "UnauthorizedException")
        : Json("{\"roleCredentials\":{\"accessKeyId\":\"SSO." + QueryString.Get(query, "role_name") + "." + token + "\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":4070908800000}}");

    private WireResponse Sts(WireRequest request, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        StsCalls.Add(form);
        var role = QueryString.Get(form, "RoleArn")!.Split('/')[^1];
        var id = QueryString.Get(form, "WebIdentityToken") is { } token
            ? $"WI.{role}.{token}"
            : $"AR.{role}.via.{request.Headers.Get("Authorization")!.Split("Credential=")[1].Split('/')[0]}";
        var action = QueryString.Get(form, "Action");
        return WireResponse.OfText(200, "text/xml", $"<{action}Response><{action}Result><Credentials><AccessKeyId>{id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></{action}Result></{action}Response>");
    }

    private static WireResponse Json(string text, int status = 200) => WireResponse.OfText(status, "application/json", text);
}

/// <summary>What a case led to.</summary>
/// <param name="AccessKeyId">The access key id; null for an error, or for nothing.</param>
/// <param name="HasToken">Whether a session token came with it.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record MeasuredAnswer(string? AccessKeyId, bool HasToken, string? Error);
