using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Secrets;

namespace Lanyard.Sandbox.Journal;

/// <summary>What a sandbox began with, from which with its calls all else follows: the first line of a journal.</summary>
/// <param name="Version">The Lanyard that began it.</param>
/// <param name="Created">When it began.</param>
/// <param name="Random">What its ids, keys and tokens come from.</param>
/// <param name="Seed">The text of the seed file; <see langword="null"/> for the default seed. It may hold passwords.</param>
/// <param name="IsDeterministic">Whether ids and clock are the same in every such sandbox.</param>
public sealed record JournalHeader(string Version, DateTimeOffset Created, Secret Random, Secret? Seed, bool IsDeterministic)
{
    private const string Format = "lanyard-sandbox";
    private const int FormatVersion = 1;

    // So far ahead that no client takes what it is given for ended, and before 2038, when seconds outgrow 32 bits.
    private static readonly DateTimeOffset DeterministicStart = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets the digest of the file that told what handlers of further resource types call; <see langword="null"/> for none. How calls end follows from it, too.</summary>
    public string? Handlers { get; init; }

    /// <summary>Gets how every journal begins.</summary>
    internal static ReadOnlySpan<byte> Beginning => "{\"format\":\"lanyard-sandbox\""u8;

    /// <summary>Begins a sandbox with ids of its own.</summary>
    /// <param name="version">This Lanyard.</param>
    /// <param name="seed">The text of the seed file; <see langword="null"/> for the default seed.</param>
    /// <param name="now">The time.</param>
    public static JournalHeader Create(string version, string? seed, DateTimeOffset now) =>
        new(version, now, new Secret(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))), Of(seed), false);

    /// <summary>Begins a sandbox whose ids and clock are the same each time.</summary>
    /// <param name="version">This Lanyard.</param>
    /// <param name="seed">The text of the seed file; <see langword="null"/> for the default seed.</param>
    public static JournalHeader CreateDeterministic(string version, string? seed) =>
        new(version, DeterministicStart, new Secret("the same in every sandbox"), Of(seed), true);

    /// <summary>Gives the header as a line, with its end.</summary>
    public byte[] ToLine() =>
    [
        .. JsonProtocol.Object(json =>
        {
            json.WriteString("format", Format);
            json.WriteNumber("version", FormatVersion);
            json.WriteString("lanyard", Version);
            json.WriteString("created", Created);
            json.WriteBoolean("deterministic", IsDeterministic);
            json.WriteString("random", Random.Reveal());
            json.WriteString("seed", Seed?.Reveal());
            json.WriteString("handlers", Handlers);
        }),
        (byte)'\n',
    ];

    /// <summary>Reads a header.</summary>
    /// <param name="line">The line.</param>
    /// <param name="name">The journal's file.</param>
    /// <exception cref="JournalException">It isn't one, or is of a later format.</exception>
    internal static JournalHeader Read(ReadOnlyMemory<byte> line, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (JsonProtocol.Text(root, "format") == Format)
            {
                var version = root.GetProperty("lanyard").GetString()!;
                return root.GetProperty("version").GetInt32() == FormatVersion
                    ? new JournalHeader(
                        version, root.GetProperty("created").GetDateTimeOffset(), new Secret(root.GetProperty("random").GetString()!),
                        Of(root.GetProperty("seed").GetString()), root.GetProperty("deterministic").GetBoolean())
                    {
                        Handlers = JsonProtocol.Text(root, "handlers"),
                    }
                    : throw new JournalException(
                        JournalProblem.Invalid, $"{name} was written by Lanyard {version} in a format that this one doesn't read", "use that Lanyard, or name a new file with --state");
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // It is said below.
        }

        throw new JournalException(JournalProblem.Invalid, $"{name} is not the state of a sandbox", "name a new file with --state; it is made");
    }

    private static Secret? Of(string? seed) => seed is null ? null : new Secret(seed);
}
