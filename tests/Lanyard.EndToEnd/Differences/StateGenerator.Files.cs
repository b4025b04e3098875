using System.Text;

namespace Lanyard.EndToEnd.Differences;

/// <summary>Where the two files are and which profile stands in which.</summary>
internal sealed partial class StateGenerator
{
    private void WriteSharedFiles()
    {
        var (config, credentials) = (new List<string>(), new List<string>());
        foreach (var name in _names)
        {
            var body = Body(name);
            switch (_random.Next(10))
            {
                case < 4:
                    Add(config, ConfigHeader(name), body);
                    break;
                case < 8:
                    Add(credentials, CredentialsHeader(name), body);
                    break;
                case < 9:
                    var cut = _random.Next(body.Count + 1);
                    Add(config, ConfigHeader(name), body[..cut]);
                    Add(credentials, CredentialsHeader(name), body[cut..]);
                    break;
                default:
                    Add(config, ConfigHeader(name), body);
                    Add(credentials, CredentialsHeader(name), Keys(name + "2"));
                    break;
            }
        }

        foreach (var (session, lines) in _sessions)
        {
            Add(config, $"[sso-session {(Chance(95) ? session : $"\"{session}\"")}]", lines);
        }

        Place(config, "AWS_CONFIG_FILE", "config");
        Place(credentials, "AWS_SHARED_CREDENTIALS_FILE", "credentials");

        static void Add(List<string> file, string header, List<string> body)
        {
            file.Add(header);
            file.AddRange(body);
        }
    }

    private string ConfigHeader(string name)
    {
        var plain = name == "default" ? "[default]" : $"[profile {name}]";
        return Chance(90) ? plain : OneOf(
            $"[{name}]", $"[profile {name}]", $"[profile  {name}]", $"[profile\t{name}]", $"[profile \"{name}\"]", $"[ profile {name} ]", $"[profile {name} ]",
            $"[profile.{name}]", $"[profilefoo {name}]", $"[PROFILE {name}]", $"{plain} # c", $"{plain};c", $" {plain}", $"{plain} x", $"[profile '{name}']");
    }

    private string CredentialsHeader(string name)
    {
        var plain = $"[{name}]";
        return Chance(90) ? plain : OneOf(
            $"[profile {name}]", $"[ {name} ]", $"[\"{name}\"]", $"{plain} ; c", $"{plain}#c", $"\t{plain}", $"[{name.ToUpperInvariant()}]", "[DEFAULT]");
    }

    private void Place(List<string> lines, string variable, string name)
    {
        if (lines.Count == 0 && Chance(80))
        {
            SetIfAtAll();
            return;
        }

        var text = Text(lines);
        if (!Chance(12))
        {
            _files[".aws/" + name] = text;
            SetIfAtAll();
            return;
        }

        var (path, value) = OneOf(
            ("alt/" + name, "{HOME}/alt/" + name), ("alt/" + name, "{HOME}/alt/" + name), ("alt/" + name, "~/alt/" + name), ("alt/" + name, "$HOME/alt/" + name),
            (".aws/" + name, ""), (".aws/" + name, "{HOME}/alt/missing"), (".aws/" + name, "{HOME}/.aws"));
        _files[path] = text;
        _environment[variable] = value;

        void SetIfAtAll()
        {
            if (Chance(4))
            {
                _environment[variable] = OneOf("{HOME}/alt/missing", "", "{HOME}/.aws/" + name);
            }
        }
    }

    private string Text(List<string> lines)
    {
        var end = Chance(94) ? "\n" : OneOf("\r\n", "\r\n", "\r");
        if (Chance(35))
        {
            var oddities = 1 + _random.Next(2);
            for (var i = 0; i < oddities; i++)
            {
                AddOddity(lines);
            }
        }

        var text = new StringBuilder(Chance(97) ? "" : "\uFEFF").AppendJoin(end, lines);
        return (Chance(90) ? text.Append(end) : text).ToString();
    }
}
