using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

/// <summary>Random shared files, of the lines that make edits hard.</summary>
internal static class SharedConfigSamples
{
    private static readonly string[] ConfigLines =
    [
        "[default]", "[profile default]", "[profile a]", "[profile b] # c", "[ profile\tc ]", "[sso-session a]", "[services a]", "[x y]", "[profile \"a\"]",
        "region = v", "region=", "REGION = v # c", "k = w", "source_profile = a", "sso_session = a", "services=a", "s3 =", "  x = 1", "\ty=2 # c", "    # c",
        "  more", "# c", "; [profile a]", "", "\t", "aws_access_key_id = AKIA1", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "# aws_session_token = abc", "credential_process = p --password hunter2 --x", "größe = ü",
    ];

    private static readonly string[] Endings = ["\n", "\n", "\n", "\n", "\r\n", "\r"];

    public static string Content(Random random, SharedConfigFileKind kind)
    {
        string start = (random.Next(6) == 0 ? "\uFEFF" : "") + (random.Next(3) == 0 ? "# head\n\n" : "");
        string content = string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => ConfigLines[random.Next(ConfigLines.Length)] + Endings[random.Next(Endings.Length)]));
        content = kind == SharedConfigFileKind.Credentials ? content.Replace("[profile ", "[", StringComparison.Ordinal) : content;
        return start + (random.Next(3) == 0 ? content.TrimEnd('\n', '\r') : content);
    }

    /// <summary>A file that can be read; null if the dice made none.</summary>
    public static SharedConfigFile? File(Random random, SharedConfigFileKind kind = SharedConfigFileKind.Config)
    {
        try
        {
            return SharedConfigReader.Read(Text.Of(Content(random, kind)), kind == SharedConfigFileKind.Config ? "/c/config" : "/c/credentials", kind);
        }
        catch (SharedConfigSyntaxException)
        {
            return null;
        }
    }
}
