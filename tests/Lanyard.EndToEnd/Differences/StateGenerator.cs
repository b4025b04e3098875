using System.Globalization;

namespace Lanyard.EndToEnd.Differences;

/// <summary>
/// Makes states of a machine at random: one seed, one state. It knows what SDKs read and nothing of what they do with it, and says
/// nothing that depends on a clock, on who answers first, or on a host that isn't this one.
/// </summary>
internal sealed partial class StateGenerator
{
    private static readonly string[] PlainNames = ["default", "dev", "base", "prod"];

    private readonly Random _random;
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string> _files = [];
    private readonly List<string> _names = [];

    private StateGenerator(int seed) => _random = new Random(seed);

    /// <summary>Makes the state of a seed.</summary>
    public static MachineState Make(int seed)
    {
        var generator = new StateGenerator(seed);
        generator.NameProfiles();
        generator.WriteSharedFiles();
        var profile = generator.ChooseProfile();
        generator.SetKeys();
        generator.SetWebIdentity();
        generator.SetContainer();
        generator.SetMetadata();
        return new MachineState($"seed {seed.ToString(CultureInfo.InvariantCulture)}", generator._environment, profile, generator._files);
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T OneOf<T>(params T[] values) => values[_random.Next(values.Length)];

    private void NameProfiles()
    {
        var count = 1 + _random.Next(4);
        if (Chance(75))
        {
            _names.Add("default");
        }

        while (_names.Count < count)
        {
            var name = Chance(85) ? OneOf(PlainNames) : OneOf("my dev", "Dev", "a/b", "team.dev", "x:y", "dev!", "prod-ü", "a@b+c", "_", "1", "profile");
            if (!_names.Contains(name))
            {
                _names.Add(name);
            }
        }
    }

    private string? ChooseProfile()
    {
        if (Chance(45))
        {
            _environment["AWS_PROFILE"] = ProfileName();
        }

        if (Chance(8))
        {
            _environment["AWS_DEFAULT_PROFILE"] = ProfileName();
        }

        return !Chance(15) ? null : Chance(90) ? OneOf([.. _names]) : "nope";

        string ProfileName() => Chance(82) ? OneOf([.. _names]) : OneOf("nope", "", "default", "DEFAULT", " " + _names[0], "profile dev");
    }

    private void SetKeys()
    {
        if (!Chance(22))
        {
            return;
        }

        foreach (var (name, value, percent) in new[] { ("AWS_ACCESS_KEY_ID", "ENV", 85), ("AWS_SECRET_ACCESS_KEY", "skENV", 85), ("AWS_SESSION_TOKEN", "tkENV", 30) })
        {
            if (Chance(percent))
            {
                _environment[name] = Chance(88) ? value : OneOf("", " ", value + " ", "\t" + value);
            }
        }

        foreach (var (name, value) in new[]
        {
            ("AWS_ACCESS_KEY", "OLD"), ("AWS_SECRET_KEY", "skOLD"), ("AWS_SECURITY_TOKEN", "tkOLD"), ("SECRET_ACCESS_KEY", "skOLDER"),
            ("AMAZON_ACCESS_KEY_ID", "AMZ"), ("AMAZON_SECRET_ACCESS_KEY", "skAMZ"), ("AWS_ACCOUNT_ID", "111111111111"),
        })
        {
            if (Chance(8))
            {
                _environment[name] = value;
            }
        }

        if (Chance(8))
        {
            _environment["AWS_CREDENTIAL_EXPIRATION"] = OneOf("2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
        }
    }

    private void SetWebIdentity()
    {
        if (Chance(15))
        {
            _environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = OneOf(TokenFile("jwt"), TokenFile("jwt"), "{HOME}/no-jwt", "");
        }

        if (Chance(_environment.ContainsKey("AWS_WEB_IDENTITY_TOKEN_FILE") ? 80 : 3))
        {
            _environment["AWS_ROLE_ARN"] = OneOf(Role("Irsa"), Role("Irsa"), Role("Irsa"), Role(MockServices.RefusedRole), "");
        }

        if (Chance(5))
        {
            _environment["AWS_ROLE_SESSION_NAME"] = OneOf("session", "");
        }
    }

    private void SetContainer()
    {
        if (Chance(15))
        {
            _environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = OneOf("{MOCK}/container", "{MOCK}/container", "{MOCK}/container", "", "http://10.255.255.1/creds");
        }

        if (Chance(3))
        {
            _environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "";
        }

        if (_environment.ContainsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
        {
            if (Chance(25))
            {
                _environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = OneOf("vartok", "");
            }

            if (Chance(25))
            {
                _environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = OneOf(TokenFile("filetok"), "{HOME}/no-token", "");
            }
        }
    }

    private void SetMetadata()
    {
        if (Chance(40))
        {
            _environment["AWS_EC2_METADATA_DISABLED"] = OneOf("true", "true", "true", "false", "TRUE", "False", "1", "", "no");
        }
    }

    private string TokenFile(string content)
    {
        _files[content] = content;
        return "{HOME}/" + content;
    }

    private static string Role(string name) => "arn:aws:iam::111111111111:role/" + name;
}
