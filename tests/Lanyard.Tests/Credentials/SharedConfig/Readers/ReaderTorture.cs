using System.Diagnostics;
using System.Text;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig.Readers;

/// <summary>What every reader has to bear: any bytes, and a lot of them.</summary>
internal static class ReaderTorture
{
    private static readonly string[] Pieces =
    [
        "[", "]", "[p]\n", "[profile p]\n", "[default]\n", "[sso-session s]\n", "k", "=", ":", " ", "\t", "\n", "\r\n", "\r", "#", ";", "\"", "'", "\\",
        "aws_access_key_id", "v", "  k = v\n", "s3 =\n", "\ufeff", "\u00a0", "ü", "\0", "\u2028", "profile ", "..", "%s", "[]\n",
    ];

    /// <summary>Reads texts of all kinds, made from a seed. Only the reader's own error may come out.</summary>
    public static void AnyBytes(Action<SharedConfigText, SharedConfigFileKind> read)
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var bytes = new List<byte>();
            for (int i = random.Next(40); i > 0; i--)
            {
                bytes.AddRange(random.Next(12) == 0 ? [(byte)random.Next(256)] : Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
            }

            try
            {
                read(SharedConfigText.FromBytes(bytes.ToArray()), seed % 2 == 0 ? SharedConfigFileKind.Config : SharedConfigFileKind.Credentials);
            }
            catch (SharedConfigSyntaxException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}: {e}");
            }
        }
    }

    /// <summary>Reads files in which something is repeated until they have two megabytes.</summary>
    public static void Megabytes(Action<SharedConfigText, SharedConfigFileKind> read)
    {
        string[] repeated = ["[profile p]\nk = v\n", "k = v\n", "  more\n", "  k = v\n", " ", "#", "\n", "[", "\"", "=", "k = \n  a = b\n", "\r", "k = v # c # c\t; "];
        foreach (var piece in repeated)
        {
            var text = SharedConfigText.FromBytes(Encoding.UTF8.GetBytes("[default]\nk = v\n" + string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length))));
            var watch = Stopwatch.StartNew();
            try
            {
                read(text, SharedConfigFileKind.Config);
            }
            catch (SharedConfigSyntaxException)
            {
            }

            // Quadratic time would be hours.
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{piece}: {watch.Elapsed}");
        }
    }
}
