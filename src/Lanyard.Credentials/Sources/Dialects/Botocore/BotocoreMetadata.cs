namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>
/// The instance metadata service. Its settings are read before anything is looked for, so a wrong one stops everything, whichever
/// source would answer.
/// </summary>
internal sealed class BotocoreMetadata
{
    private const string Disabled = "AWS_EC2_METADATA_DISABLED";

    private readonly DialectMachine _machine;
    private readonly Uri _endpoint;
    private readonly Origin _at;
    private readonly bool _allowsV1;

    /// <summary>Reads the settings: each from its variable, where that is set, else from the selected profile.</summary>
    /// <exception cref="BotocoreException">A setting can't be understood.</exception>
    public BotocoreMetadata(DialectMachine machine, BotocoreProfile profile)
    {
        _machine = machine;
        CheckNumber("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout");
        CheckNumber("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts");
        var (custom, at) = Setting("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint");
        var usesIpv6 = UsesIpv6();
        var endpoint = custom is { Length: > 0 } ? custom : usesIpv6 ? "http://[fd00:ec2::254]/" : "http://169.254.169.254/";
        _at = custom is { Length: > 0 } ? at : Origin.OfVariable(Disabled);
        _endpoint = IsValid(endpoint) && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri
            : throw Error("InvalidIMDSEndpointError", $"Invalid endpoint EC2 Instance Metadata endpoint: {endpoint}", at);
        _allowsV1 = !IsTrue(Setting("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled").Value);

        void CheckNumber(string variable, string key)
        {
            if (Setting(variable, key) is ({ } text, var where) && PythonNumbers.ParseInt(text) is null)
            {
                throw Error("ValueError", $"invalid literal for int() with base 10: {SharedConfig.Readers.PythonText.Repr(text)}", where);
            }
        }

        bool UsesIpv6()
        {
            var (mode, where) = Setting("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
            return mode is null ? IsTrue(Setting("AWS_IMDS_USE_IPV6", "imds_use_ipv6").Value) : mode.ToLowerInvariant() switch
            {
                "ipv6" => true,
                "ipv4" => false,
                _ => throw Error(
                    "InvalidIMDSEndpointModeError",
                    $"Invalid EC2 Instance Metadata endpoint mode: {mode} Valid endpoint modes (case-insensitive): ('ipv4', 'ipv6').", where),
            };
        }

        (string? Value, Origin At) Setting(string variable, string key) =>
            machine.SetVariable(variable) is { } value ? (value, Origin.OfVariable(variable)) : (profile.Get(key), profile.At(key));
    }

    /// <summary>Gives why it isn't asked; null where it is.</summary>
    public string? WhyNot => IsTrue(_machine.SetVariable(Disabled)) ? $"{Disabled} is {_machine.SetVariable(Disabled)}" : null;

    /// <summary>Gives the source.</summary>
    /// <returns>Null where it is switched off.</returns>
    public Source.InstanceMetadata? Find() => WhyNot is not null ? null : new Source.InstanceMetadata(_endpoint) { AllowsV1 = _allowsV1, Origin = _at };

    private static bool IsTrue(string? value) => "true".Equals(value, StringComparison.OrdinalIgnoreCase);

    private static bool IsValid(string endpoint)
    {
        var host = PythonUrl.Parse(endpoint).Host?.TrimEnd('.');
        return endpoint.AsSpan().IndexOfAny('\t', '\r', '\n') < 0 && host is { Length: > 0 and <= 255 }
            && (host.Contains(':', StringComparison.Ordinal) ? System.Net.IPAddress.TryParse(host, out _) : host.Split('.').All(IsLabel));
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';

    private static BotocoreException Error(string type, string message, Origin at) => new(new BotocoreError(type, message, BotocoreStage.Setup, at));
}
