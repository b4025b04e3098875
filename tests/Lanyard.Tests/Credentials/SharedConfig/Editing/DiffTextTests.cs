using Lanyard.Credentials.SharedConfig.Editing;

namespace Lanyard.Tests.Credentials.SharedConfig.Editing;

public class DiffTextTests
{
    [Fact]
    public void A_change_is_shown_with_three_lines_around_it() => Assert.Equal(
        """
        --- /c/config
        +++ /c/config
        @@ -2,7 +2,7 @@
         2
         3
         4
        -5
        +five
         6
         7
         8

        """,
        Diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));

    [Fact]
    public void A_new_file_and_a_missing_last_line_end_are_shown() => Assert.Equal(
        """
        --- /c/config
        +++ /c/config
        @@ -0,0 +1,2 @@
        +[default]
        +a = b
        \ No newline at end of file

        """,
        Diff("", "[default]\na = b"));

    [Fact]
    public void Secrets_are_masked_wherever_they_stand()
    {
        string diff = Diff(
            "aws_secret_access_key = SECRET1\n# aws_session_token=SECRET2\ncredential_process = p --password SECRET3 -x\n",
            "AWS_SECRET_ACCESS_KEY = SECRET4\n  SECRET5\nx = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLSEC1 # c\n\"okta_password: SECRET6\n");
        Assert.DoesNotContain("SEC", diff.Replace("aws_secret", "", StringComparison.OrdinalIgnoreCase).ToUpperInvariant(), StringComparison.Ordinal);
        Assert.Contains("-credential_process = p --password *** -x\n", diff, StringComparison.Ordinal);
        Assert.Contains("+x = *** # c\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_move_the_cursor_is_written_out() =>
        Assert.Contains("+a = \\u001b[2J\\u202e\n", Diff("", "a = \e[2J\u202E\n"), StringComparison.Ordinal);

    [Fact]
    public void A_diff_of_random_texts_leads_from_one_to_the_other()
    {
        var random = new Random(9);
        for (int round = 0; round < 500; round++)
        {
            string[] old = Lines(random);
            string[] @new = Lines(random);
            string[] diff = Diff(string.Concat(old.Select(l => l + "\n")), string.Concat(@new.Select(l => l + "\n"))).Split('\n');
            if (old.SequenceEqual(@new))
            {
                Assert.Equal([""], diff);
                continue;
            }

            // So short that one hunk has every line but those further than three from a change.
            string[] lines = [.. diff[3..^1]];
            Assert.DoesNotContain(lines, l => l.StartsWith('@'));
            Assert.Contains(string.Concat(lines.Where(l => l[0] != '+').Select(l => l[1..])), string.Concat(old), StringComparison.Ordinal);
            Assert.Contains(string.Concat(lines.Where(l => l[0] != '-').Select(l => l[1..])), string.Concat(@new), StringComparison.Ordinal);
            Assert.Equal(@new.Length - old.Length, lines.Count(l => l[0] == '+') - lines.Count(l => l[0] == '-'));
        }
    }

    private static string[] Lines(Random random) => [.. Enumerable.Range(0, random.Next(7)).Select(_ => ((char)('a' + random.Next(4))).ToString())];

    private static string Diff(string before, string after) => DiffText.Of("/c/config", Text.Of(before), Text.Of(after));
}
