using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

public class SharedConfigLocationsTests
{
    [Theory]
    [InlineData(false, "HOME=/home/u;USERPROFILE=no", "/home/u/.aws/config")]
    [InlineData(false, "HOME=/home/u/", "/home/u/.aws/config")]
    [InlineData(false, "HOME=/", "/.aws/config")]
    [InlineData(false, "HOME=;USERPROFILE=C:\\u", "")]
    [InlineData(false, "", "")]
    [InlineData(true, "HOME=C:\\u;USERPROFILE=no", "C:\\u\\.aws\\config")]
    [InlineData(true, "USERPROFILE=C:\\u;HOMEDRIVE=no;HOMEPATH=no", "C:\\u\\.aws\\config")]
    [InlineData(true, "HOMEDRIVE=C:;HOMEPATH=\\u", "C:\\u\\.aws\\config")]
    [InlineData(true, "HOMEDRIVE=C:", "")]
    [InlineData(false, "HOME=/home/u;AWS_CONFIG_FILE=/other/config", "/other/config")]
    [InlineData(false, "HOME=/home/u;AWS_CONFIG_FILE=", "")]
    [InlineData(false, "HOME=/home/u;AWS_CONFIG_FILE=~/x/config", "/home/u/x/config")]
    [InlineData(false, "HOME=/home/u;AWS_CONFIG_FILE=~", "/home/u")]
    [InlineData(false, "HOME=/home/u;AWS_CONFIG_FILE=~other/config", "~other/config")]
    [InlineData(false, "HOME=/home/u;AWS_CONFIG_FILE=~\\config", "~\\config")]
    [InlineData(false, "AWS_CONFIG_FILE=~/config", "")]
    [InlineData(true, "HOME=C:\\u;AWS_CONFIG_FILE=~\\x\\config", "C:\\u\\x\\config")]
    [InlineData(false, "HOME=/home/u;AWS_CONFIG_FILE=$HOME/config", "$HOME/config")]
    public void The_config_file_is_found(bool isWindows, string environment, string expected) =>
        Assert.Equal(expected, SharedConfigLocations.From(Environment(environment), isWindows).ConfigFile);

    [Fact]
    public void The_credentials_file_has_a_variable_of_its_own()
    {
        Assert.Equal(
            new SharedConfigLocations("/h/.aws/config", "/h/creds"),
            SharedConfigLocations.From(Environment("HOME=/h;AWS_SHARED_CREDENTIALS_FILE=~/creds"), isWindows: false));
        Assert.Equal(
            new SharedConfigLocations("C:\\h\\.aws\\config", "C:\\h\\.aws\\credentials"),
            SharedConfigLocations.From(Environment("USERPROFILE=C:\\h"), isWindows: true));
    }

    [Theory]
    [InlineData(false, "$HOME/x", "/h/x")]
    [InlineData(false, "${HOME}/${NONE}/$NONE/x", "/h/${NONE}/$NONE/x")]
    [InlineData(false, "a$", "a$")]
    [InlineData(false, "${HOME", "${HOME")]
    [InlineData(false, "%HOME%/x", "%HOME%/x")]
    [InlineData(true, "%HOME%\\%NONE%\\x%", "/h\\%NONE%\\x%")]
    public void Variables_are_expanded_when_asked_for(bool isWindows, string value, string expected) =>
        Assert.Equal(expected, SharedConfigLocations.From(Environment($"HOME=/h;AWS_CONFIG_FILE={value}"), isWindows, expandVariables: true).ConfigFile);

    private static Dictionary<string, string> Environment(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
