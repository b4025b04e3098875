namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What one provider of a JavaScript SDK comes to: sources to ask, a reason to ask the next provider, or an error that ends the chain.</summary>
internal sealed record JavaScriptAnswer
{
    private JavaScriptAnswer()
    {
    }

    /// <summary>Gets the sources, of which each is asked when the one before it has failed.</summary>
    public IReadOnlyList<Source> Sources { get; private init; } = [];

    /// <summary>Gets the <see cref="ErrorCodes"/> that are the exceptions: v3 stops at every other failure of a source, v2 passes every other on.</summary>
    public IReadOnlyList<string> Except { get; private init; } = [];

    /// <summary>Gets why the next provider is asked; null where there is something to run, or an error.</summary>
    public string? Reason { get; private init; }

    /// <summary>Gets the error that ends the chain.</summary>
    public DialectError? Error { get; private init; }

    /// <summary>A source, and the codes of the failures that are exceptions.</summary>
    public static JavaScriptAnswer Use(Source source, params IReadOnlyList<string> except) => new() { Sources = [source], Except = except };

    /// <summary>Sources, and the codes of the failures that are exceptions.</summary>
    public static JavaScriptAnswer Use(IReadOnlyList<Source> sources, IReadOnlyList<string> except) => new() { Sources = sources, Except = except };

    /// <summary>Nothing, so that the next provider is asked.</summary>
    public static JavaScriptAnswer Pass(string reason) => new() { Reason = reason };

    /// <summary>An error that ends the chain.</summary>
    public static JavaScriptAnswer Fail(string message, Origin? at = null) => new() { Error = new DialectError(message, at) };

    /// <summary>Puts something on top of each source.</summary>
    public JavaScriptAnswer Over(Func<Source, Source> wrap) => this with { Sources = [.. Sources.Select(wrap)] };
}
