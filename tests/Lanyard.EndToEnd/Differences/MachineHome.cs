using System.Globalization;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Differences;

/// <summary>A state laid out for one resolution: what runs in it may change it.</summary>
internal sealed class MachineHome : IDisposable
{
    private readonly UserHome _home = new();
    private readonly Uri _mock;

    public MachineHome(MachineState state, Uri mock)
    {
        _mock = mock;
        foreach (var (name, text) in state.Files)
        {
            var path = name.EndsWith(".sh", StringComparison.Ordinal) ? _home.WriteProgram(name, "") : _home.Write(name, "");
            File.WriteAllBytes(path, state.Encoding.GetBytes(Fill(text)));
        }

        // The mock answers for metadata unless the state says otherwise.
        _home.Environment.Remove("AWS_EC2_METADATA_DISABLED");
        var endpoint = mock.OriginalString.TrimEnd('/');
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("AWS_REGION", "us-east-1"), ("AWS_DEFAULT_REGION", "us-east-1"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint), ("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1"),
            ("AWS_ENDPOINT_URL_STS", endpoint), ("AWS_ENDPOINT_URL_SSO", endpoint), ("AWS_ENDPOINT_URL_SSO_OIDC", endpoint), ("AWS_ENDPOINT_URL_SIGNIN", endpoint),
            .. state.Environment.Select(v => (v.Key, Fill(v.Value))),
        ])
        {
            _home.Environment[name] = value;
        }
    }

    /// <summary>Gets the environment of what resolves here.</summary>
    public Dictionary<string, string> Environment => _home.Environment;

    /// <summary>Gets how often a <c>credential_process</c> ran; each writes a line.</summary>
    public int ProcessRuns => File.Exists(_home.PathOf("proc.log")) ? File.ReadAllLines(_home.PathOf("proc.log")).Length : 0;

    /// <summary>Runs <c>lanyard</c> here.</summary>
    public Task<Ended> LanyardAsync(params IEnumerable<string> arguments) => _home.LanyardAsync(arguments);

    /// <inheritdoc/>
    public void Dispose() => _home.Dispose();

    private string Fill(string text)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return text.Replace("{HOME}", _home.Folder, StringComparison.Ordinal)
            .Replace("{MOCK}", _mock.OriginalString.TrimEnd('/'), StringComparison.Ordinal)
            .Replace("{PAST}", Time(now.AddHours(-2)), StringComparison.Ordinal)
            .Replace("{SOON}", Time(now.AddMinutes(10)), StringComparison.Ordinal)
            .Replace("{FUTURE}", Time(now.AddHours(2)), StringComparison.Ordinal);

        static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
