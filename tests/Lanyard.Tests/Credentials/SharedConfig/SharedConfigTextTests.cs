using System.Text;
using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Tests.Credentials.SharedConfig;

public class SharedConfigTextTests
{
    [Fact]
    public void Lines_know_number_content_and_ending()
    {
        var text = Text.Of("a\nb\r\n\rc");
        Assert.Equal(
            [(1, "a", SharedConfigLineEnding.Lf), (2, "b", SharedConfigLineEnding.CrLf), (3, "", SharedConfigLineEnding.Cr), (4, "c", SharedConfigLineEnding.None)],
            text.Lines.Select(line => (line.Number, Encoding.UTF8.GetString(text.Content(line)), line.Ending)));
    }

    [Fact]
    public void What_follows_a_final_newline_is_no_line()
    {
        Assert.Single(Text.Of("a\n").Lines);
        Assert.Equal(2, Text.Of("a\n\n").Lines.Count);
        Assert.Empty(Text.Of("").Lines);
        Assert.Empty(Text.Of("\uFEFF").Lines);
    }

    [Fact]
    public void A_byte_order_mark_is_kept_and_belongs_to_no_line()
    {
        var text = Text.Of("\uFEFF[default]\n");
        Assert.True(text.HasByteOrderMark);
        Assert.Equal("[default]", Encoding.UTF8.GetString(text.Content(text.Lines[0])));
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'['], text.Bytes[..4].ToArray());
    }

    [Fact]
    public void The_lines_of_random_bytes_make_up_the_same_bytes()
    {
        var random = new Random(20261122);
        byte[] likely = [(byte)'\n', (byte)'\r', (byte)' ', (byte)'[', (byte)']', (byte)'=', (byte)'#', 0, 0xEF, 0xBB, 0xBF, 0xFF, (byte)'a'];
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = likely[random.Next(likely.Length)];
            }

            var text = SharedConfigText.FromBytes(bytes);
            Assert.Equal(bytes, text.Bytes.ToArray());

            int at = text.HasByteOrderMark ? 3 : 0;
            foreach (var line in text.Lines)
            {
                Assert.Equal(at, line.Start);
                Assert.True(text.Content(line).IndexOfAny((byte)'\r', (byte)'\n') < 0);
                string ending = line.Ending switch
                {
                    SharedConfigLineEnding.Lf => "\n",
                    SharedConfigLineEnding.CrLf => "\r\n",
                    SharedConfigLineEnding.Cr => "\r",
                    _ => "",
                };
                Assert.Equal(Encoding.ASCII.GetBytes(ending), bytes[line.End..line.Next]);
                at = line.Next;
            }

            Assert.Equal(bytes.Length, at);
        }
    }

    [Fact]
    public void The_text_does_not_follow_later_changes_of_the_array()
    {
        byte[] bytes = "a = b"u8.ToArray();
        var text = SharedConfigText.FromBytes(bytes);
        bytes[0] = (byte)'x';
        Assert.Equal((byte)'a', text.Bytes[0]);
    }
}

internal static class Text
{
    public static SharedConfigText Of(string content) => SharedConfigText.FromBytes(Encoding.UTF8.GetBytes(content));

    public static SharedConfigFile Config(string content) => SharedConfigReader.Read(Of(content), "/c/config", SharedConfigFileKind.Config);

    public static SharedConfigFile Credentials(string content) =>
        SharedConfigReader.Read(Of(content), "/c/credentials", SharedConfigFileKind.Credentials);

    public static string String(this SharedConfigText text) => Encoding.UTF8.GetString(text.Bytes);
}
