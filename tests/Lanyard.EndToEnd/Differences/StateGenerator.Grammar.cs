namespace Lanyard.EndToEnd.Differences;

/// <summary>What people do to these files that the grammar doesn't foresee, or that the SDKs read differently.</summary>
internal sealed partial class StateGenerator
{
    private void AddOddity(List<string> lines)
    {
        var keys = lines.Select((text, at) => (text, at)).Where(l => l.text.Contains(" = ", StringComparison.Ordinal)).Select(l => l.at).ToArray();
        if (keys.Length > 0 && Chance(65))
        {
            OddKey(lines, OneOf(keys));
        }
        else
        {
            OddLine(lines, _random.Next(lines.Count + 1));
        }
    }

    private void OddKey(List<string> lines, int at)
    {
        var line = lines[at];
        var equals = line.IndexOf(" = ", StringComparison.Ordinal);
        var (key, value) = (line[..equals], line[(equals + 3)..]);
        switch (_random.Next(16))
        {
            case 0:
                lines[at] = line + OneOf(" # c", " ; c", "#c", ";c", "\t# c", " #");
                break;
            case 1:
                lines[at] = OneOf(" ", "\t", "    ") + line;
                break;
            case 2:
                lines[at] = $"{key.ToUpperInvariant()} = {value}";
                break;
            case 3:
                lines[at] = OneOf($"{key} : {value}", $"{key}: {value}", $"{key}:{value}");
                break;
            case 4:
                lines[at] = OneOf($"{key}={value}", $"{key}  =  {value}  ", $"{key}\t=\t{value}\t", $"{key} == {value}", $"{key} = = {value}");
                break;
            case 5:
                lines[at] = OneOf($"{key} = \"{value}\"", $"{key} = '{value}'");
                break;
            case 6:
                lines.Insert(at + 1, $"{key} = {value}x");
                break;
            case 7:
                lines.Insert(at, $"{key} = ");
                break;
            case 8:
                lines.Insert(at + 1, OneOf("  more", "\tmore", "  more = x", "  # c", "  ; c"));
                break;
            case 9:
                lines[at] = OneOf(key, key + " ", value, $"= {value}", $"{key} {value}", $" = {value}");
                break;
            case 10:
                lines.Insert(at, OneOf("s3 =", "s3=", "s3 = x"));
                lines.Insert(at + 1, OneOf("  max_concurrent_requests = 5", "  garbage", "  aws_access_key_id = NESTED", "\taddressing_style = path", ""));
                break;
            case 11:
                lines[at] = OneOf($"{key}.x = {value}", $"my {key} = {value}", $"{key}! = {value}", $"[{key}] = {value}");
                break;
            case 12:
                lines[at] = OneOf($"{key} = {value}%", $"{key} = %(x)s{value}", $"{key} = ${{x}}{value}", $"{key} = {value}=y");
                break;
            case 13:
                lines.Insert(at, OneOf("# c", "; c", "#c = d", "  # c", "\t; c = d", "", "   ", "rem x"));
                break;
            case 14:
                lines[at] = OneOf($"{key} =", $"{key}=");
                lines.Insert(at + 1, "  " + value);
                break;
            default:
                lines[at] = key[..1].ToUpperInvariant() + key[1..] + " = " + value;
                break;
        }
    }

    private void OddLine(List<string> lines, int at)
    {
        switch (_random.Next(8))
        {
            case 0:
                lines.Insert(at, OneOf("garbage", "garbage line", "=", "= x", ":", "[", "]", "[]", "[ ]", "x", "<<<<<<< HEAD"));
                break;
            case 1:
                lines.Insert(at, OneOf("[default", "default]", "[[default]]", "[default]]", "[x] y", "[x]] = 1", "[a = b]"));
                break;
            case 2:
                lines.InsertRange(at, OneOf<string[]>(["[default]", "aws_access_key_id = AGAIN", "aws_secret_access_key = skAGAIN"], ["[default]", "region = x"], ["[default]"]));
                break;
            case 3:
                lines.InsertRange(at, OneOf<string[]>(["[DEFAULT]", "aws_access_key_id = SHARED", "aws_secret_access_key = skSHARED"], ["[DEFAULT]", "region = x"]));
                break;
            case 4:
                lines.InsertRange(at, OneOf<string[]>(["[profile default]", "aws_access_key_id = PREFIXED", "aws_secret_access_key = skPREFIXED"], ["[profile default]", "region = x"]));
                break;
            case 5:
                lines.InsertRange(at, OneOf<string[]>(["[services x]", "sts =", "  endpoint_url = {MOCK}"], ["[sso-session corp]"], ["[plugins]", "a = b"], ["[preview]"]));
                break;
            case 6:
                lines.InsertRange(0, OneOf<string[]>(["aws_access_key_id = NOBODY", "aws_secret_access_key = skNOBODY"], ["region = x"], ["  region = x"], ["#"], [""], ["   "]));
                break;
            default:
                lines.Insert(at, OneOf("", "  ", "\t", "# comment", "; comment", "  # comment", "#[default]", ";aws_access_key_id = COMMENTED"));
                break;
        }
    }
}
