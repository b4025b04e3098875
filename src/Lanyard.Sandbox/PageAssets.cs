using System.Text;

namespace Lanyard.Sandbox;

/// <summary>The style sheet and the scripts of the sandbox's pages, which stand in the pages themselves: a page loads nothing.</summary>
internal static class PageAssets
{
    private static readonly Lazy<Html> Sheet = new(() => Read("page.css"));
    private static readonly Lazy<Html> CopyScript = new(() => Read("copy.js"));
    private static readonly Lazy<Html> CallsScript = new(() => Read("calls.js"));

    /// <summary>Gets the style sheet of all pages.</summary>
    public static Html Css => Sheet.Value;

    /// <summary>Gets the script that makes buttons copy.</summary>
    public static Html Copy => CopyScript.Value;

    /// <summary>Gets the script that keeps the list of calls fresh.</summary>
    public static Html Calls => CallsScript.Value;

    private static Html Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"Lanyard.Sandbox.Pages.{name}")
            ?? throw new InvalidOperationException($"{name} isn't in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Html.OfProgram(reader.ReadToEnd());
    }
}
