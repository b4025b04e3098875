using Lanyard.Projects.Yaml;

namespace Lanyard.Projects;

/// <summary>
/// Refuses files that hold a secret, before anything else about them is said: their other mistakes are told with values,
/// a secret must not be. The keys checked for are those people know from AWS's own files.
/// </summary>
internal static class SecretScan
{
    private static readonly string[] Words =
        ["ACCESSKEY", "SECRET", "TOKEN", "PASSWORD", "PASSWD", "PASSPHRASE", "PRIVATEKEY", "APIKEY", "CREDENTIAL"];

    public static void Refuse(YamlNode node, string path)
    {
        switch (node)
        {
            case YamlScalar scalar when Shown.HoldsAccessKeyId(scalar.Value):
                throw Found(scalar, path, "there is an access key id here");
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                {
                    Refuse(item, path);
                }

                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    RefuseEntry(entry, path);
                }

                break;
        }
    }

    private static void RefuseEntry(YamlEntry entry, string path)
    {
        Refuse(entry.Key, path);

        // A mapping below such a name may be a stage called "token-service"; what it holds is looked at all the same.
        if (entry.Value is not YamlMapping && SoundsSecret(entry.Key.Value))
        {
            throw Found(entry.Key, path, $"the key {Shown.Quote(entry.Key.Value)} looks like a secret");
        }

        Refuse(entry.Value, path);
    }

    private static bool SoundsSecret(string key)
    {
        var plain = key.Replace("_", "").Replace("-", "").Replace(" ", "");
        return Words.Any(word => plain.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static ProjectFileException Found(YamlNode at, string path, string what) =>
        new(
            path,
            at.Line,
            at.Column,
            ProjectFileCodes.Secret,
            what + ", and a project file must hold none: it is shared, and kept in the repository's history",
            "remove it, put the key into the vault with lanyard vault add, and replace the key if the file was ever committed");
}
