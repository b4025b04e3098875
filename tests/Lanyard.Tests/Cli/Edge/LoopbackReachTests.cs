using Lanyard.Cli.Edge;

namespace Lanyard.Tests.Cli.Edge;

public sealed class LoopbackReachTests
{
    [Theory]
    [InlineData("This is an SSH session", "SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]
    [InlineData("This is an SSH session", "SSH_TTY", "/dev/pts/0")]
    [InlineData("This is WSL", "WSL_DISTRO_NAME", "Debian")]
    public void Where_the_person_sits_at_another_machine_a_browser_may_not_find_the_way_back(string said, string variable, string value)
    {
        Assert.Equal(said, Obstacle((variable, value), ("DISPLAY", ":0")));
        Assert.Null(Obstacle((variable, value), ("DISPLAY", ":0"), ("BROWSER", "code --open")));
    }

    [Fact]
    public void A_container_and_a_machine_without_a_screen_have_no_browser_either()
    {
        Assert.Equal("This is a container", LoopbackReach.Obstacle(Machine(("DISPLAY", ":0")) with { IsContainer = true }));
        if (!OperatingSystem.IsMacOS())
        {
            Assert.Equal("There is no screen here", Obstacle());
        }

        Assert.Null(LoopbackReach.Obstacle(Machine() with { IsWindows = true }));
    }

    [Fact]
    public void A_screen_is_enough()
    {
        Assert.Null(Obstacle(("DISPLAY", ":0")));
        Assert.Null(Obstacle(("WAYLAND_DISPLAY", "wayland-0")));
    }

    private static string? Obstacle(params (string Name, string Value)[] environment) => LoopbackReach.Obstacle(Machine(environment));

    private static Surroundings Machine(params (string Name, string Value)[] environment) =>
        new(environment.ToDictionary(v => v.Name, v => v.Value), "/", Stream.Null, TextWriter.Null, TimeProvider.System) { IsWindows = false };
}
