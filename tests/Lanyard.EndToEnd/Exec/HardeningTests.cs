using System.Globalization;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Exec;

/// <summary>
/// Other programs of the same user can't look into <c>lanyard</c>. The kernel gives the files of a process that may not be dumped to
/// root, so an ordinary user's own process shows as root's.
/// </summary>
public sealed class HardeningTests
{
    private const string Nobody = "65534";

    // Prints who owns a process, and whether its environment and memory can be read.
    private const string Look =
        """look() { echo "$1 $(stat -c %u /proc/$2/environ) $(cat /proc/$2/environ >/dev/null 2>&1 && echo readable || echo closed) $(head -c 0 /proc/$2/mem 2>/dev/null && echo open || echo closed)"; };""";

    [Fact]
    public async Task Other_programs_of_the_user_cannot_read_its_memory_and_the_command_is_an_ordinary_process()
    {
        using var home = new UserHome();
        var me = await BecomeOrdinaryAsync(home);
        var lanyard = home.Environment["LANYARD"];
        var inside =
            $$"""
            {{Look}}
            "$LANYARD" login --profile dev 2>/dev/null || exit 9
            sleep 30 & look plain $!; kill $!
            export LOOK='{{Look}}'
            look sandbox $PPID
            "$LANYARD" exec --profile dev --via server -- /bin/sh -c "$LOOK"' look server $PPID; look child $$'
            "$LANYARD" exec --profile dev --via process -- /bin/sh -c "$LOOK"' look process $PPID; look child $$'
            "$LANYARD" exec --profile dev --via env -- /bin/sh -c "$LOOK"' look child $$'
            """;

        // In a network of its own a command sees nobody's name but its user's, and here root's is looked for.
        var ended = (await home.RunAsync([.. me.Prefix, lanyard, "sandbox", "exec", "--network", "host", "--", "/bin/sh", "-c", inside])).Succeeded();

        // `plain` and `child` prove that the look can see something where there is something to see.
        var lines = ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [$"plain {me.User} readable", "sandbox 0 closed", "server 0 closed", $"child {me.User} readable", "process 0 closed", $"child {me.User} readable", $"child {me.User} readable"],
            lines.Select(line => string.Join(' ', line.Split(' ').Take(3))));
        Assert.All(lines.Where(l => l.Split(' ')[1] == "0"), line => Assert.EndsWith(" closed", line, StringComparison.Ordinal));
    }

    // Root sees everything, so as root the test becomes somebody else, who must be able to reach program and home.
    private static async Task<(IReadOnlyList<string> Prefix, string User)> BecomeOrdinaryAsync(UserHome home)
    {
        var user = (await home.RunAsync("/usr/bin/id", "-u")).Succeeded().Out.Trim();
        home.Environment["LANYARD"] = LanyardBinary.Path;
        if (user != "0")
        {
            return ([], int.Parse(user, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        }

        var setpriv = Requires.Program("setpriv", "util-linux");
        var program = home.PathOf("program");
        (await home.RunAsync("/bin/cp", "-r", Path.GetDirectoryName(LanyardBinary.Path)!, program)).Succeeded();
        home.Environment["LANYARD"] = Path.Combine(program, Path.GetFileName(LanyardBinary.Path));
        (await home.RunAsync("/bin/chown", "-R", $"{Nobody}:{Nobody}", Path.GetDirectoryName(home.Folder)!)).Succeeded();
        return ([setpriv, $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"], Nobody);
    }
}
