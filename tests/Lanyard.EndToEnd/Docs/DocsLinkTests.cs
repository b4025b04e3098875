namespace Lanyard.EndToEnd.Docs;

/// <summary>The documentation's links.</summary>
public sealed class DocsLinkTests
{
    [Fact]
    public void Every_link_within_the_repository_leads_somewhere()
    {
        var broken = new List<string>();
        foreach (var page in DocsTests.Pages.Select(row => row.Data))
        {
            var folder = Path.GetDirectoryName(Path.Combine(LanyardProgram.Repository, page))!;
            foreach (var piece in File.ReadAllText(Path.Combine(LanyardProgram.Repository, page)).Split("](")[1..])
            {
                var target = piece[..piece.IndexOf(')', StringComparison.Ordinal)].Split('#')[0];
                if (target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target)))
                {
                    broken.Add($"{page} -> {target}");
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join("; ", broken));
    }
}
