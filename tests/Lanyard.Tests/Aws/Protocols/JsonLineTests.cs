using System.Text.Json;
using Lanyard.Aws.Protocols;

namespace Lanyard.Tests.Aws.Protocols;

public class JsonLineTests
{
    [Fact]
    public void Members_stand_in_the_order_they_were_added() => Assert.Equal(
        """{"a":"1","b":null,"c":{"d":"+/="}}""",
        new JsonLine().Add("a", "1").Add("b", null).AddOptional("x", null).AddJson("c", new JsonLine().AddOptional("d", "+/=").End()).End());

    [Fact]
    public void An_object_may_be_empty() => Assert.Equal("{}", new JsonLine().End());

    [Fact]
    public void Every_character_comes_back_as_a_JSON_reader_reads_it()
    {
        for (var c = 0; c < 0xFFFF; c++)
        {
            if (!char.IsSurrogate((char)c))
            {
                Check($"a{(char)c}b");
            }
        }

        Check("\ud83d\ude00");
        Check("");

        static void Check(string text)
        {
            var line = new JsonLine().Add(text, text).End();
            using var document = JsonDocument.Parse(line);
            var member = Assert.Single(document.RootElement.EnumerateObject());
            Assert.Equal(text, member.Name);
            Assert.Equal(text, member.Value.GetString());
            Assert.DoesNotContain('\n', line);
        }
    }
}
