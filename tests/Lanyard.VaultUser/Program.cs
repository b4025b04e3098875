// Uses a vault as a process of its own: `Lanyard.VaultUser NAME [may-prompt]`, then a line on stdin for each piece of work, `find NAME`,
// `store NAME BASE64`, `remove NAME` or `session-key`, and a line on stdout for what came of it.
using System.Collections;
using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.Vault;

#pragma warning disable RS0030 // This is the edge of the program: the environment is read here, once.
var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
#pragma warning restore RS0030

var folders = LanyardFolders.From(environment, OperatingSystem.IsWindows());
var person = VaultPerson.Nobody with { MayPrompt = args.Contains("may-prompt") };
var vault = VaultBackends.Open(args[0], environment, folders, person);
while (Console.ReadLine() is { } line)
{
    Console.WriteLine(Answer(line.Split(' ')));
}

string Answer(string[] words)
{
    try
    {
        switch (words[0])
        {
            case "find":
                return vault.Find(words[1]) is { } secret ? "found " + Encode(secret.Reveal()) : "absent";
            case "store":
                vault.Store(words[1], new Secret(Encoding.UTF8.GetString(Convert.FromBase64String(words[2]))));
                return "stored";
            case "remove":
                return vault.Remove(words[1]) ? "removed" : "absent";
            default:
                using (var protection = SessionProtection.Of(folders, environment, person, TimeProvider.System))
                {
                    return protection.FindOrMake() is { } key ? "found " + Convert.ToBase64String(key) : "absent";
                }
        }
    }
    catch (CredentialsException e)
    {
        return $"failed {e.Code} {Encode($"{e.Message}\n{e.Fix}")}";
    }
}

static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
