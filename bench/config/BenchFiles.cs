using System.Globalization;
using System.Text;

namespace Lanyard.Bench.Config;

/// <summary>The files that are read: one as a large organisation has it, and hostile ones of 10 MB.</summary>
public static class BenchFiles
{
    public const int Profiles = 1000;
    private const int HostileBytes = 10 * 1024 * 1024;

    public static IReadOnlyList<string> HostileNames { get; } =
        ["one-line", "sections", "same-section", "settings", "continuations", "comments", "brackets", "blanks"];

    /// <summary>A config file of 1,000 profiles: Identity Center for most, roles in between, comments and nested settings.</summary>
    public static string Config()
    {
        var text = new StringBuilder("[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n\n");
        for (var i = 0; i < Profiles; i++)
        {
            var account = (100_000_000_000 + i).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"# account {i} of the organisation\n[profile account-{i}]\n");
            text.Append(i % 4 == 3
                ? $"role_arn = arn:aws:iam::{account}:role/deploy\nsource_profile = account-{i - 1}\nexternal_id = e{i}\n"
                : $"sso_session = corp\nsso_account_id = {account}\nsso_role_name = Developer\n");
            text.Append("region = eu-west-1\noutput = json\n").Append(i % 10 == 0 ? "s3 =\n  max_concurrent_requests = 20\n" : "").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A file that was made to be slow to read.</summary>
    public static byte[] Hostile(string name)
    {
        var unit = name switch
        {
            "one-line" => "k = " + new string('x', HostileBytes),
            "sections" => "[profile {0}]\n",
            "same-section" => "[profile a]\nk = v\n",
            "settings" => "k{0} = v\n",
            "continuations" => "  more {0}\n",
            "comments" => "# {0}\n",
            "brackets" => "[[[[]]]][[[[\n",
            "blanks" => " \t \t \t \t\n",
            _ => throw new ArgumentException($"no hostile file {name}", nameof(name)),
        };
        var text = new StringBuilder(name is "settings" or "continuations" or "one-line" ? "[default]\nk = v\n" : "", HostileBytes + 100);
        for (var i = 0; text.Length < HostileBytes; i++)
        {
            text.Append(unit.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Writes the 1,000 profiles as a home folder has them.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, ".aws"));
        File.WriteAllText(Path.Combine(folder, ".aws", "config"), Config());
        File.WriteAllText(Path.Combine(folder, ".aws", "credentials"), "[base]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n");
    }
}
