using System.Globalization;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Credentials.SharedConfig;
using Lanyard.Credentials.Vault;

namespace Lanyard.Cli.Edge;

/// <summary>What a command sees of the machine it runs on. Made once, in <c>Program</c>; tests make their own.</summary>
/// <param name="Environment">The environment variables.</param>
/// <param name="CurrentDirectory">The folder the command was started in.</param>
/// <param name="Out">Data goes here, and nothing else.</param>
/// <param name="Error">Talk goes here.</param>
/// <param name="Time">The clock.</param>
internal sealed record Surroundings(
    IReadOnlyDictionary<string, string> Environment, string CurrentDirectory, Stream Out, TextWriter Error, TimeProvider Time)
{
    /// <summary>The variable by which <c>exec</c> says where the user's config file is.</summary>
    public const string ConfigFileVariable = "LANYARD_CONFIG_FILE";

    /// <summary>The same for the credentials file.</summary>
    public const string CredentialsFileVariable = "LANYARD_CREDENTIALS_FILE";

    private static readonly string[] ByName = ["lanyard"];

    /// <summary>Gets whether a person sits at a terminal that can be asked.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>Gets stdin; null where that is a terminal, from which nothing is read without a question.</summary>
    public Stream? In { get; init; }

    /// <summary>Gets whether talk goes to a terminal that shows colours.</summary>
    public bool ShowsColour { get; init; }

    /// <summary>Gets whether data goes to a terminal.</summary>
    public bool ShowsData { get; init; }

    /// <summary>Gets whether talk goes to a terminal, where a line can be written over.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Gets whether this is Windows.</summary>
    public bool IsWindows { get; init; } = OperatingSystem.IsWindows();

    /// <summary>Gets whether this is a container.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Gets what asks a person in the place of the terminal; null for the terminal.</summary>
    public Func<string, string?>? Person { get; init; }

    /// <summary>Gets the words that start this program again.</summary>
    public IReadOnlyList<string> OwnCommand { get; init; } = ByName;

    /// <summary>Gets how to open the vault for long-lived keys; null where there is none.</summary>
    public VaultOpening? OpenVault { get; init; }

    /// <summary>Gets where Lanyard keeps its files.</summary>
    public LanyardFolders Folders => LanyardFolders.From(Environment, IsWindows);

    /// <summary>
    /// Gets where the user's own AWS files are. Below an <c>exec</c>, whose command sees files made for it, they are where they were for
    /// that: who names a stage or a profile there, or changes a profile, means those.
    /// </summary>
    public SharedConfigLocations UserFiles
    {
        get
        {
            var seen = SharedConfigLocations.From(Environment, IsWindows);
            return Variable(ConfigFileVariable) is { } config && Variable(CredentialsFileVariable) is { } credentials
                && seen.ConfigFile.StartsWith(Folders.Run + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                    ? new SharedConfigLocations(config, credentials)
                    : seen;
        }
    }

    /// <summary>The same machine, with other AWS files.</summary>
    /// <param name="files">The files.</param>
    public Surroundings WithFiles(SharedConfigLocations files)
    {
        if (files == SharedConfigLocations.From(Environment, IsWindows))
        {
            return this;
        }

        var environment = new Dictionary<string, string>(Environment, IsWindows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
        {
            ["AWS_CONFIG_FILE"] = files.ConfigFile,
            ["AWS_SHARED_CREDENTIALS_FILE"] = files.CredentialsFile,
        };
        return this with { Environment = environment };
    }

    /// <summary>Gets a variable, or null when it is unset or empty.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Gets whether sign-ins and sessions are shared with the AWS CLI and the SDKs; <c>LANYARD_SHARED_CACHE=off</c> keeps out.</summary>
    /// <exception cref="CredentialsException">The variable is neither <c>on</c> nor <c>off</c>.</exception>
    public bool SharesCaches => Variable("LANYARD_SHARED_CACHE") switch
    {
        null or "on" => true,
        "off" => false,
        _ => throw new CredentialsException(
            ErrorCodes.SettingInvalid, "the environment variable LANYARD_SHARED_CACHE is neither `on` nor `off`", "unset LANYARD_SHARED_CACHE"),
    };

    /// <summary>Gets a variable that holds a number of seconds, up to a day; null when it is unset.</summary>
    /// <exception cref="CredentialsException">It is no such number.</exception>
    public TimeSpan? Seconds(string name) => Variable(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw new CredentialsException(
                ErrorCodes.SettingInvalid, $"the environment variable {name} is not a number of seconds up to 86400", $"unset {name}");

    /// <summary>Asks the person at the terminal.</summary>
    /// <returns>The answer; <see langword="null"/> where nobody is there.</returns>
    public string? Ask(string question) => Person is { } person ? person(question) : TerminalDevice.Ask(question);

    /// <summary>Writes data.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        Out.Write(data);
        Out.Flush();
    }

    /// <summary>Writes data as text.</summary>
    public void Write(string text) => Write(System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>Opens the vault.</summary>
/// <param name="surroundings">The machine.</param>
/// <param name="mayAsk">Whether a person may be asked to unlock it.</param>
/// <param name="agreesToFile">
/// Asks a person whether an encrypted file may be made where the platform has no vault, and is told why it has none; null to choose none
/// that isn't in use yet.
/// </param>
/// <returns>The vault; <see langword="null"/> where none is in use and none is to be chosen.</returns>
/// <exception cref="CredentialsException">It can't be opened or chosen.</exception>
internal delegate ISecretVault? VaultOpening(Surroundings surroundings, bool mayAsk, Func<string, bool>? agreesToFile);
