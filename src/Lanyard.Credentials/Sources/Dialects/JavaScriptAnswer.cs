namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>What one provider of a JavaScript SDK comes to: sources to ask, a reason to ask the next provider, or an error that ends the chain.</summary>
internal sealed record JavaScriptAnswer
{
    private JavaScriptAnswer()
    {
    }

    /// <summary>Gets the sources, of which each is asked when the one before it has failed.</summary>
    public IReadOnlyList<Source> Sources { get; private init; } = [];

    /// <summary>Gets the <see cref="ErrorCodes"/> with which a failure of a source passes on.</summary>
    public IReadOnlyList<string> PassesOn { get; private init; } = [];

    /// <summary>Gets why the next provider is asked; null where there is something to run, or an error.</summary>
    public string? Reason { get; private init; }

    /// <summary>Gets the error that ends the chain.</summary>
    public DialectError? Error { get; private init; }

    /// <summary>A source, and the codes with which its failure passes on.</summary>
    public static JavaScriptAnswer Use(Source source, params IReadOnlyList<string> passesOn) => new() { Sources = [source], PassesOn = passesOn };

    /// <summary>Sources, and the codes with which their failures pass on.</summary>
    public static JavaScriptAnswer Use(IReadOnlyList<Source> sources, IReadOnlyList<string> passesOn) => new() { Sources = sources, PassesOn = passesOn };

    /// <summary>Nothing, so that the next provider is asked.</summary>
    public static JavaScriptAnswer Pass(string reason) => new() { Reason = reason };

    /// <summary>An error that ends the chain.</summary>
    public static JavaScriptAnswer Fail(string message, Origin? at = null) => new() { Error = new DialectError(message, at) };

    /// <summary>Puts something on top of each source.</summary>
    public JavaScriptAnswer Over(Func<Source, Source> wrap) => this with { Sources = [.. Sources.Select(wrap)] };
}
