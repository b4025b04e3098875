using Lanyard.Credentials.SharedConfig.Readers;

namespace Lanyard.Credentials.Sources.Dialects.Botocore;

/// <summary>Keys in the files of tools before the shared ones: the EC2 command line tools' and boto 2's.</summary>
internal sealed class BotocoreOldFiles(DialectMachine machine, BotocoreKeys keys)
{
    private const string CredentialFile = "AWS_CREDENTIAL_FILE";
    private const string BotoConfig = "BOTO_CONFIG";
    private static readonly string[] BotoFiles = ["/etc/boto.cfg", "~/.boto"];

    /// <summary>Finds the keys of the EC2 command line tools.</summary>
    /// <exception cref="BotocoreException">The file can't be opened, or lacks the secret.</exception>
    public Source.StaticKeys? OfEc2Tools(Action<string, string> pass)
    {
        if (machine.SetVariable(CredentialFile) is not { } value)
        {
            pass("static", $"{CredentialFile} is not set");
            return null;
        }

        var path = PythonPaths.ExpandUser(machine, value);
        var file = machine.Open(path);
        var at = Origin.OfVariable(CredentialFile);
        if (file.State != MachineFileState.Read)
        {
            throw Error("ConfigNotFound", $"The specified config file ({path}) could not be found.", at);
        }

        var text = PythonText.Decode(file.Text.Bytes, out _) ?? throw Error("UnicodeDecodeError", $"'utf-8' codec can't decode a byte of {path}", at);
        var settings = Settings(text);
        if (!settings.TryGetValue("AWSAccessKeyId", out var id))
        {
            pass("static", $"{path} ({CredentialFile}) has no AWSAccessKeyId");
            return null;
        }

        return settings.TryGetValue("AWSSecretKey", out var secret)
            ? keys.Keep(new Source.StaticKeys("", path, id.Value) { Origin = new Origin(null, path, id.Line) }, secret.Value, null)
            : throw Error("KeyError", "'AWSSecretKey'", new Origin(null, path, id.Line));
    }

    /// <summary>Finds the keys of boto 2.</summary>
    /// <exception cref="BotocoreException">A file is refused, or lacks the secret.</exception>
    public Source.StaticKeys? OfBoto(Action<string, string> pass)
    {
        var paths = machine.SetVariable(BotoConfig) is { } named ? [named] : BotoFiles;
        foreach (var path in paths)
        {
            var file = BotocoreFiles.Read(machine, path, BotocoreStage.Load);
            if (keys.Find(file, file.Find("Credentials"), "Credentials", "boto-config", withToken: false) is { } found)
            {
                return found;
            }
        }

        pass("static", $"{string.Join(" and ", paths)} {(paths.Length > 1 ? "have" : "has")} no aws_access_key_id below [Credentials]");
        return null;
    }

    private static Dictionary<string, (string Value, int Line)> Settings(string text)
    {
        var settings = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        var line = 1;
        for (var at = 0; at < text.Length; line++)
        {
            var start = at;
            while (at < text.Length && !PythonText.EndsLine(text[at]))
            {
                at++;
            }

            var content = text.AsSpan(start, at - start);
            if (content.IndexOf('=') is >= 0 and var equals)
            {
                settings[PythonText.Strip(content[..equals]).ToString()] = (PythonText.Strip(content[(equals + 1)..]).ToString(), line);
            }

            at += at + 1 < text.Length && text[at] == '\r' && text[at + 1] == '\n' ? 2 : 1;
        }

        return settings;
    }

    private static BotocoreException Error(string type, string message, Origin at) => new(new BotocoreError(type, message, BotocoreStage.Load, at));
}
