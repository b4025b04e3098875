using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Lanyard.Sandbox.Routing;

namespace Lanyard.Sandbox;

/// <summary>Markup. Text becomes a part of it only in escaped form, by <see cref="Of"/>, so no page can forget to escape what a client sent.</summary>
internal sealed class Html
{
    private readonly string _text;

    private Html(string text) => _text = text;

    /// <summary>Gets no markup at all.</summary>
    public static Html None { get; } = new("");

    /// <summary>Makes markup of a template, whose holes are escaped unless they are markup themselves.</summary>
    public static Html Of(ref HtmlTemplate template) => new(template.ToString());

    /// <summary>Makes markup of a part of the program: a style sheet or a script.</summary>
    public static Html OfProgram(string text) => new(text);

    /// <summary>Joins markup.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Join('\n', parts));

    /// <inheritdoc/>
    public override string ToString() => _text;
}

/// <summary>A template of markup while the compiler fills it in.</summary>
/// <param name="literalLength">How long the written parts are.</param>
/// <param name="formattedCount">How many holes there are.</param>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string? text) => _text.Append(Answers.Escape(text ?? ""));

    public void AppendFormatted(long number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(Html part) => _text.Append(part);

    public void AppendFormatted(IEnumerable<Html> parts) => _text.Append(Html.Join(parts));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
