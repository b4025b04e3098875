using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Pages;

/// <summary>The newest calls, with what was decided and why.</summary>
internal sealed class CallPages(CallHistory history)
{
    private const int MostRows = 200;

    /// <summary>Shows the page, as it is without a script too.</summary>
    public WireResponse Page(PageSession session, IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var find = QueryString.Get(query, "find") ?? "";
        var (rows, newest) = Rows(query, 0);
        return PageFrame.Page(200, "Calls", Html.Of(
            $"""
            <p class="lead">What the sandbox was asked, the newest first, and why policies allowed or denied it. The last thousand are kept.</p>
            <section class="part" aria-label="Calls">
            <form id="find" class="find" method="get" action="{PageService.Calls}">
            <div class="text"><label for="text">Find</label><input id="text" name="find" type="search" value="{find}" autocomplete="off" spellcheck="false" /></div>
            <label class="check"><input type="checkbox" name="refused" value="1"{(IsSet(query, "refused") ? Html.Of($" checked=\"checked\"") : Html.None)} />Denied or failed only</label>
            <button id="show" type="submit">Show</button>
            <button id="pause" class="other" type="button" aria-pressed="false" hidden="hidden">Pause</button>
            </form>
            <p id="news" role="status" class="dim">Load the page anew to see new calls.</p>
            <table class="stack calls" role="table" aria-label="Calls">
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Time (UTC)</th><th scope="col" role="columnheader">Call</th><th scope="col" role="columnheader">Principal</th><th scope="col" role="columnheader">Decision</th><th scope="col" role="columnheader">Answer</th><th scope="col" role="columnheader">Reason</th></tr></thead>
            <tbody id="rows" role="rowgroup" data-newest="{newest}">
            {rows}
            </tbody>
            </table>
            </section>
            """), PageService.Calls, session, PageAssets.Calls);
    }

    /// <summary>Gives the rows that came after one.</summary>
    public WireResponse Part(IReadOnlyList<KeyValuePair<string, string>> query)
    {
        var after = long.TryParse(QueryString.Get(query, "after"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var (rows, newest) = Rows(query, after);
        return PageFrame.Part(rows).With("X-Newest-Call", newest.ToString(CultureInfo.InvariantCulture));
    }

    private (Html Rows, long Newest) Rows(IReadOnlyList<KeyValuePair<string, string>> query, long after)
    {
        var calls = history.After(after);
        var words = (QueryString.Get(query, "find") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var refusedAlone = IsSet(query, "refused");
        var shown = calls.Reverse().Where(c => (!refusedAlone || IsRefused(c.Record)) && Holds(c.Record, words)).Take(MostRows);
        return (Html.Join(shown.Select(c => Row(c.Record))), calls.Count > 0 ? calls[^1].Number : after);
    }

    private static bool IsSet(IReadOnlyList<KeyValuePair<string, string>> query, string name) => QueryString.Get(query, name) is "1";

    private static bool IsRefused(CallRecord call) => call.Status >= 400 || call.Decision is "implicitDeny" or "explicitDeny";

    private static bool Holds(CallRecord call, string[] words)
    {
        var text = string.Join(' ', Name(call), call.Principal, call.AccessKeyId, call.Decision, call.Status.ToString(CultureInfo.InvariantCulture), call.Error, call.Reason);
        return Array.TrueForAll(words, w => text.Contains(w, StringComparison.OrdinalIgnoreCase));
    }

    private static Html Row(CallRecord call)
    {
        var time = call.Time.UtcDateTime;
        return Html.Of(
            $"""
            <tr role="row">
            <td role="cell" data-label="Time"><time datetime="{time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}">{time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}</time></td>
            <td role="cell" data-label="Call"><strong>{Breaking(Name(call))}</strong></td>
            <td role="cell" data-label="Principal">{call.Principal ?? "nobody"}</td>
            <td role="cell" data-label="Decision">{Badge(call)}</td>
            <td role="cell" data-label="Answer"><div>{call.Status}{(call.Error is null ? Html.None : Html.Of($" <span>{call.Error}</span>"))}</div></td>
            <td role="cell" data-label="Reason">{call.Reason ?? ""}</td>
            </tr>
            """);
    }

    private static Html Badge(CallRecord call)
    {
        var (kind, text) = call switch
        {
            { Decision: "allowed", Status: < 400 } => ("yes", "Allowed"),
            { Decision: "allowed" } => ("no", "Allowed, failed"),
            { Decision: "explicitDeny" } => ("no", "Denied by statement"),
            { Decision: "implicitDeny" } => ("no", "Denied, not allowed"),
            { Status: >= 400 } => ("no", "Failed"),
            _ => ("none", "No policy asked"),
        };
        return Html.Of($"""<div><span class="badge {kind}">{text}</span></div>""");
    }

    // A narrow column breaks it after the service.
    private static Html Breaking(string name) => name.Split(':') is [var service, var operation] ? Html.Of($"{service}:<wbr />{operation}") : Html.Of($"{name}");

    private static string Name(CallRecord call) => (call.Service, call.Operation) switch
    {
        ("", null) => "unknown",
        (var service, null) => service,
        (var service, var operation) => $"{service}:{operation}",
    };
}
