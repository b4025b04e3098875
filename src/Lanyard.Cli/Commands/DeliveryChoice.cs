namespace Lanyard.Cli.Commands;

/// <summary>Chooses how to hand credentials over, by the tool that gets them.</summary>
internal static class DeliveryChoice
{
    private static readonly HashSet<string> Runners = new(StringComparer.Ordinal) { "npx", "bunx", "pnpm", "yarn", "npm", "bun", "exec", "dlx", "run", "x" };

    /// <summary>
    /// Gives the way for a command. SST v3 and v4 pass over keys in the environment when their config names a profile, so they are
    /// given a profile; everything else takes keys.
    /// </summary>
    public static string For(IReadOnlyList<string> command)
    {
        foreach (var word in command)
        {
            // `npx sst@3` names a version too.
            var name = Path.GetFileNameWithoutExtension(word.LastIndexOf('@') is var at and > 0 ? word[..at] : word);
            if (name == "sst")
            {
                return "process";
            }

            if (!Runners.Contains(name) && !word.StartsWith('-'))
            {
                break;
            }
        }

        return "env";
    }
}
