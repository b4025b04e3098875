using System.ComponentModel;
using System.Net.Sockets;
using Lanyard.Cli.Edge;

namespace Lanyard.Tests.Cli.Edge;

public sealed class PrivateNetworkTests
{
    private const int Port = 4123;
    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/bin:/bin" };

    [Fact]
    public async Task It_starts_a_program_again_and_again_while_memory_is_collected()
    {
        using var stop = new CancellationTokenSource();
        var pressure = Task.Run(
            () =>
            {
                // With pauses: a collection stops every other test too.
                while (!stop.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(2)))
                {
                    GC.KeepAlive(new byte[64 * 1024]);
                    GC.Collect(0);
                }
            },
            TestContext.Current.CancellationToken);
        for (var at = 0; at < 50; at++)
        {
            using var started = Start($"exit {at}");
            Assert.Equal(at, await started.WaitAsync());
        }

        await stop.CancelAsync();
        await pressure;
    }

    [Fact]
    public async Task What_the_program_sends_to_the_port_comes_out_of_the_socket()
    {
        using var started = Start($"exec 3<>/dev/tcp/127.0.0.1/{Port}; echo hello >&3; read -r answer <&3; [ $answer = good ]");
        using var client = await started.Listener.AcceptAsync(TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        Assert.Equal("hello", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await stream.WriteAsync("good\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(0, await started.WaitAsync());
    }

    [Fact]
    public void What_is_no_program_is_said_and_leaves_nothing()
    {
        var before = OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
        using (Start("exit 0"))
        {
            // Where such a network can be had at all.
        }

        for (var at = 0; at < 200; at++)
        {
            Assert.Throws<Win32Exception>(() => PrivateNetwork.Start("/dev/null", ["null"], Environment, "/", Port, out _));
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 1, before + 150);
    }

    private static PrivateNetwork Start(string script)
    {
        Assert.SkipUnless(PrivateNetwork.IsSupported && File.Exists("/bin/bash"), "Linux alone has such networks");
        var started = PrivateNetwork.Start("/bin/bash", ["bash", "-c", script], Environment, "/", Port, out _);
        Assert.SkipWhen(started is null, "no network namespace may be made here");
        return started!;
    }
}
