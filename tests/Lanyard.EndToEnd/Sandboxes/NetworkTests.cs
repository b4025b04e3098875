using System.Diagnostics;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>What a command in a sandbox reaches, and that it is otherwise the command that it was.</summary>
public sealed class NetworkTests
{
    // Says "reached" or "not" for a port of this machine's loopback.
    private const string Knock =
        """
        import socket, sys
        try:
            socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=10).close()
            print("reached")
        except OSError:
            print("not")
        """;

    // Asks the sandbox's proxy for a host, and what it gets for "ping" when that is answered.
    private const string Tunnel =
        """
        import os, socket, sys
        host, _, port = os.environ["HTTPS_PROXY"].removeprefix("http://").partition(":")
        proxy = socket.create_connection((host, int(port)), timeout=20)
        proxy.sendall(f"CONNECT {sys.argv[1]} HTTP/1.1\r\nHost: {sys.argv[1]}\r\n\r\n".encode())
        answer = proxy.recv(4096).split(b"\r\n")[0].decode()
        print(answer.split(" ")[1])
        if " 200 " in answer:
            proxy.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            print(proxy.makefile("rb").read().decode().splitlines()[-1])
        """;

    private static readonly string[] Both = ["none", "host"];

    [Fact]
    public async Task In_a_network_of_its_own_the_sandbox_is_reached_and_this_machine_is_not()
    {
        SkipUnlessApart();
        var python = Requires.Program("python3", "python3");
        await using var server = LoopbackServer.Start(_ => LoopbackServer.Answer(200, "text/plain", "hello"));
        using var home = new UserHome();
        var port = $"{server.Url.Port}";

        Assert.Equal("not\n", (await home.LanyardAsync("sandbox", "exec", "--", python, "-c", Knock, port)).Succeeded().Out);
        Assert.Equal("not\n", (await home.LanyardAsync("sandbox", "exec", "--network", "none", "--", python, "-c", Knock, port)).Succeeded().Out);
        Assert.Equal("reached\n", (await home.LanyardAsync("sandbox", "exec", "--network", "host", "--", python, "-c", Knock, port)).Succeeded().Out);
        Assert.Contains("account  111111111111", (await home.LanyardAsync("sandbox", "exec", "--network", "none", "--stage", "dev", "--", LanyardBinary.Path, "whoami")).Succeeded().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_is_in_it_what_it_is_elsewhere()
    {
        SkipUnlessApart();
        using var home = new UserHome();
        const string Look = """id -u; id -g; pwd; touch made-$1; ls -n made-$1 | cut -d" " -f3,4; echo "$2"; grep -E "Sig(Blk|Ign)" /proc/self/status; ls /proc/$$/fd; cat; exit 41""";
        var ended = new List<Ended>();
        foreach (var network in Both)
        {
            ended.Add((await home.RunAsync("/bin/sh", "-c", $"echo typed | '{LanyardBinary.Path}' sandbox exec --network {network} -- /bin/sh -c '{Look}' sh same 'ä b'")).EndedWith(41));
        }

        Assert.Contains("\nä b\n", ended[0].Out, StringComparison.Ordinal);
        Assert.EndsWith("typed\n", ended[0].Out, StringComparison.Ordinal);
        Assert.Equal(ended[1].Out, ended[0].Out);
    }

    [Fact]
    public async Task It_ends_as_the_command_ends()
    {
        SkipUnlessApart();
        using var home = new UserHome();
        foreach (var (script, expected) in ((string, int)[])[("exec kill -9 $$", 137), ("exec kill -15 $$", 143), ("exit 0", 0), ("exec /no/such/program", 127)])
        {
            (await home.LanyardAsync("sandbox", "exec", "--network", "none", "--", "/bin/sh", "-c", script)).EndedWith(expected);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_said()
    {
        SkipUnlessApart();
        using var home = new UserHome();
        var file = home.Write("nothing", "echo no shebang\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }


        Assert.Contains("[COMMAND_NOT_FOUND]", (await home.LanyardAsync("sandbox", "exec", "--network", "none", "--", file)).EndedWith(126).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_reaches_the_command_which_has_the_sandbox_while_it_cleans_up()
    {
        SkipUnlessApart();
        var setsid = Requires.Program("setsid", "util-linux");
        using var home = new UserHome();
        var script = $"trap \"'{LanyardBinary.Path}' whoami; exit 7\" TERM; echo ready; while :; do sleep 0.05; done";
        await using var process = home.Start([setsid, LanyardBinary.Path, "sandbox", "exec", "--network", "none", "--stage", "dev", "--", "/bin/sh", "-c", script]);
        await process.WaitForOutAsync("ready");

        await process.SignalAsync("TERM");

        Assert.Contains("account  111111111111", (await process.EndAsync()).EndedWith(7).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_reaches_it_once()
    {
        SkipUnlessApart();
        var script = Requires.Program("script", "bsdutils");
        using var home = new UserHome();
        const string Careful = "trap 'echo got INT; sleep 1; exit 7' INT; echo ready; while :; do sleep 0.05; done";
        var command = $"exec '{LanyardBinary.Path}' sandbox exec --network none -- /bin/sh -c \"{Careful}\"";
        await using var process = home.Start([script, "--quiet", "--return", "--command", command, "/dev/null"], keepsInput: true);
        await process.WaitForOutAsync("ready");

        await process.WriteAsync("\u0003");

        Assert.Single((await process.EndAsync()).EndedWith(7).Out.Split('\n'), line => line.Contains("got INT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_system_permits_none_the_command_runs_all_the_same_unless_one_was_asked_for()
    {
        using var home = new UserHome();
        var command = WithoutNamespaces();

        Assert.Equal("ran\n", (await home.RunAsync([.. command, LanyardBinary.Path, "sandbox", "exec", "--", "echo", "ran"])).Succeeded().Out);
        Assert.Contains("[NETWORK_NOT_SEPARATE]", (await home.RunAsync([.. command, LanyardBinary.Path, "sandbox", "exec", "--network", "none", "--", "echo", "ran"])).EndedWith(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_named_is_let_through_by_the_proxy()
    {
        var python = Requires.Program("python3", "python3");
        await using var server = LoopbackServer.Start(_ => LoopbackServer.Answer(200, "text/plain", "hello"));
        using var home = new UserHome();
        var host = $"localhost:{server.Url.Port}";

        Assert.Equal("200\nhello\n", (await home.LanyardAsync("sandbox", "exec", "--allow-host", host, "--", python, "-c", Tunnel, host)).Succeeded().Out);
        var refused = (await home.LanyardAsync("sandbox", "exec", "--", python, "-c", Tunnel, host)).Succeeded();
        Assert.Equal("403\n", refused.Out);
        Assert.Contains($"{host} 1×", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("169.254.169.254:8080")]
    [InlineData("[fd00:ec2::254]:8080")]
    public async Task Where_a_machine_finds_its_credentials_nobody_is_let_through(string host)
    {
        var python = Requires.Program("python3", "python3");
        using var home = new UserHome();

        Assert.Equal("502\n", (await home.LanyardAsync("sandbox", "exec", "--allow-host", host, "--", python, "-c", Tunnel, host)).Succeeded().Out);
    }

    [Theory]
    [InlineData("sts.amazonaws.com", "is AWS's")]
    [InlineData("https://registry.npmjs.org", "a host's name")]
    [InlineData("registry.npmjs.org:0", "a host's name")]
    [InlineData("registry.npmjs.org:80", "plain HTTP")]
    public async Task What_can_not_be_let_through_is_said(string host, string why)
    {
        using var home = new UserHome();

        Assert.Contains(why, (await home.LanyardAsync("sandbox", "exec", "--allow-host", host, "--", "true")).EndedWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_to_a_host_that_is_let_through_is_refused_and_said()
    {
        var python = Requires.Program("python3", "python3");
        using var home = new UserHome();
        const string Get =
            """
            import os, socket
            host, _, port = os.environ["HTTP_PROXY"].removeprefix("http://").partition(":")
            proxy = socket.create_connection((host, int(port)), timeout=20)
            proxy.sendall(b"GET http://registry.npmjs.org:8080/ HTTP/1.1\r\nHost: registry.npmjs.org:8080\r\n\r\n")
            print(proxy.recv(4096).split(b" ")[1].decode())
            """;

        var ended = (await home.LanyardAsync("sandbox", "exec", "--allow-host", "registry.npmjs.org:8080", "--", python, "-c", Get)).Succeeded();

        Assert.Equal("403\n", ended.Out);
        Assert.Contains("http://registry.npmjs.org:8080 1×", ended.Error, StringComparison.Ordinal);
        Assert.Contains("plain HTTP is never let through", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_host_that_is_let_through_the_users_own_roots_are_trusted_besides_the_sandboxs()
    {
        using var home = new UserHome();
        var roots = home.Write("roots.pem", "the user's roots");
        var more = home.Write("more.pem", "and one for Node.js");
        const string Exec = "SSL_CERT_FILE=\"$2\" NODE_EXTRA_CA_CERTS=\"$3\" \"$1\" sandbox exec $4 -- sh -c 'cat \"$SSL_CERT_FILE\"'";

        var closed = (await home.RunAsync("/bin/sh", "-c", Exec, "sh", LanyardBinary.Path, roots, more, "")).Succeeded().Out;
        var open = (await home.RunAsync("/bin/sh", "-c", Exec, "sh", LanyardBinary.Path, roots, more, "--allow-host=registry.npmjs.org")).Succeeded().Out;

        Assert.EndsWith("-----END CERTIFICATE-----\n", closed, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", open, StringComparison.Ordinal);
        Assert.EndsWith("-----END CERTIFICATE-----\nthe user's roots\nand one for Node.js\n", open, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("host")]
    public async Task Its_exit_code_is_known_where_the_ends_of_children_were_ignored(string network)
    {
        if (network == "none")
        {
            SkipUnlessApart();
        }

        var python = Requires.Program("python3", "python3");
        using var home = new UserHome();
        const string Ignore = "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])";

        (await home.RunAsync(python, "-c", Ignore, LanyardBinary.Path, "sandbox", "exec", "--network", network, "--", "sh", "-c", "exit 9")).EndedWith(9);
    }

    private static void SkipUnlessApart()
    {
        var unshare = Requires.Program("unshare", "util-linux");
        string[] arguments = Environment.IsPrivilegedProcess ? ["--net", "true"] : ["--user", "--map-root-user", "--net", "true"];
        using var tried = Process.Start(new ProcessStartInfo(unshare, arguments) { RedirectStandardError = true })!;
        tried.WaitForExit();
        Assert.SkipUnless(tried.ExitCode == 0, "no network namespace may be made here");
    }

    // Root without the right to administer; where that can't be had, a user may make no namespaces as it is.
    private static string[] WithoutNamespaces()
    {
        var setpriv = Requires.Program("setpriv", "util-linux");
        string[] weak = [setpriv, "--bounding-set=-sys_admin", "--inh-caps=-sys_admin"];
        string[] command = Environment.IsPrivilegedProcess ? weak : [Requires.Program("unshare", "util-linux"), "--user", "--map-root-user", .. weak];
        using var tried = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "true"]) { RedirectStandardError = true })!;
        tried.WaitForExit();
        return tried.ExitCode == 0 ? command : [];
    }
}
